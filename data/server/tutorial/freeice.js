/* Instead of a list of other people's STUN servers. */
module.exports = () => [];

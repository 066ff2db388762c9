/* Instead of what only Node.js needs. */
module.exports = {};

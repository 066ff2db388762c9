#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of the plan for a Kurento server, done by libcloud as Debian ships it.

Usage: libcloud-life-cycle.py PORT CA_FILE DATACENTER NETWORK, with the user and the password in
MCP_USERNAME and MCP_PASSWORD. Prints TAP.
"""

import os
import ssl
import sys
import time

import libcloud.security
from libcloud.common.dimensiondata import (DimensionDataAPIException, DimensionDataFirewallAddress,
                                           DimensionDataFirewallRule,
                                           DimensionDataServerCpuSpecification)
from libcloud.common.types import InvalidCredsError
from libcloud.compute.base import NodeAuthPassword
from libcloud.compute.drivers.dimensiondata import DimensionDataNodeDriver

LIMIT_SECONDS = 20
count = 0


def ok(condition, what):
    global count
    count += 1
    print(('ok' if condition else 'not ok') + ' %d - %s' % (count, what), flush=True)
    if not condition:
        sys.exit(1)


def until(look, what):
    """Repeats a look until it says yes."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        if look():
            return
        time.sleep(0.01)
    ok(False, what + ' in time')


def code_of(action):
    """The code with which the cloud refuses."""
    try:
        action()
    except DimensionDataAPIException as refusal:
        return refusal.code
    return None


def is_absent(get):
    return code_of(get) == 'RESOURCE_NOT_FOUND'


def connect(port, password, version):
    # With a region its host would be taken instead of ours.
    return DimensionDataNodeDriver(os.environ['MCP_USERNAME'], password, region=None,
                                   host='127.0.0.1', port=port, api_version=version)


def check_strangers(port, ca_file):
    """Another authority and another password are refused."""
    driver = connect(port, 'not the password', '2.4')
    try:
        driver.list_locations()
        ok(False, 'a wrong password is refused')
    except InvalidCredsError:
        ok(True, 'a wrong password is refused')

    libcloud.security.CA_CERTS_PATH = '/etc/ssl/certs/ca-certificates.crt'
    try:
        connect(port, os.environ['MCP_PASSWORD'], '2.4').list_locations()
        ok(False, 'without our authority the certificate is refused')
    except (ssl.SSLError, OSError):
        ok(True, 'without our authority the certificate is refused')
    libcloud.security.CA_CERTS_PATH = ca_file


def add_network(driver, location, network):
    domain = driver.ex_create_network_domain(location, 'kurento', 'ADVANCED', 'one plan, one domain')
    until(lambda: driver.ex_get_network_domain(domain.id).status == 'NORMAL', 'the domain')
    names = [each.name for each in driver.ex_list_network_domains(location)]
    ok(names == ['kurento'], 'the network domain is there')
    ok(code_of(lambda: driver.ex_create_network_domain(location, 'kurento', 'ADVANCED'))
       == 'NAME_NOT_UNIQUE', 'a second one of that name is refused')

    vlan = driver.ex_create_vlan(domain, 'kurento-vlan', network, 'for mirrors', 24)
    until(lambda: driver.ex_get_vlan(vlan.id).status == 'NORMAL', 'the VLAN')
    vlan = driver.ex_list_vlans(network_domain=domain)[0]
    ok(vlan.private_ipv4_range_address == network and vlan.private_ipv4_range_size == 24
       and vlan.network_domain.id == domain.id, 'the VLAN has its range and its domain')

    return domain, vlan


def wait_at_rest(driver, node):
    def look():
        status = driver.ex_get_node_by_id(node.id).extra['status']
        return status.action is None
    until(look, 'the server at rest')
    return driver.ex_get_node_by_id(node.id)


def add_server(driver, location, domain, vlan):
    image = driver.list_images(location)[0]
    node = driver.create_node('mirror-1', image, NodeAuthPassword('Gl4ss-and-Silver'),
                              ex_description='mirror #plan', ex_network_domain=domain,
                              ex_primary_nic_vlan=vlan, ex_is_started=False,
                              ex_cpu_specification=DimensionDataServerCpuSpecification(2, 1, 'STANDARD'),
                              ex_memory_gb=4)
    node = wait_at_rest(driver, node)
    ok(str(node.state) in ('stopped', 'terminated'), 'it is deployed and stopped')
    ok(node.private_ips[0].endswith('.7') and node.extra['networkDomainId'] == domain.id,
       'it has a private address')
    ok([found.id for found in driver.list_nodes(ex_name='mirror-1')] == [node.id],
       'it is in the list of servers')

    return node


def shape_server(driver, node):
    ok(driver.ex_reconfigure_node(node, 8, 4, 1, 'HIGHPERFORMANCE'), 'it is reconfigured')
    node = wait_at_rest(driver, node)
    ok(node.extra['cpu'].cpu_count == 4 and node.extra['memoryMb'] == 8192,
       'it has more processors and memory')

    ok(driver.ex_add_storage_to_node(node, 20, 'ECONOMY'), 'a disk is added')
    node = wait_at_rest(driver, node)
    disk = node.extra['disks'][1]
    ok(disk.size_gb == 20 and disk.speed == 'ECONOMY' and disk.scsi_id == 1, 'the disk is there')
    ok(driver.ex_change_storage_size(node, disk.id, 50), 'the disk is expanded')
    node = wait_at_rest(driver, node)
    ok(driver.ex_change_storage_speed(node, disk.id, 'STANDARD'), 'the disk is made faster')
    node = wait_at_rest(driver, node)
    disk = node.extra['disks'][1]
    ok(disk.size_gb == 50 and disk.speed == 'STANDARD', 'the disk is bigger and faster')

    ok(driver.ex_enable_monitoring(node), 'it is monitored')
    ok(code_of(lambda: driver.ex_enable_monitoring(node)) == 'NO_CHANGE',
       'it cannot be monitored twice')

    return node


def make_rule(domain, name, port, address):
    anybody = DimensionDataFirewallAddress(any_ip=True, ip_address=None, ip_prefix_size=None,
                                           port_begin=None, port_end=None, address_list_id=None,
                                           port_list_id=None)
    server = DimensionDataFirewallAddress(any_ip=False, ip_address=address, ip_prefix_size=None,
                                          port_begin=port, port_end=None, address_list_id=None,
                                          port_list_id=None)
    return DimensionDataFirewallRule(id=None, name=name, action='ACCEPT_DECISIVELY',
                                     location=domain.location, network_domain=domain, status=None,
                                     ip_version='IPV4', protocol='TCP', source=anybody,
                                     destination=server, enabled=True)


def publish_server(driver, domain, node):
    block = driver.ex_add_public_ip_block_to_network_domain(domain)
    ok(block.size == '2' and [each.id for each in driver.ex_list_public_ip_blocks(domain)] == [block.id],
       'two public addresses')
    nat = driver.ex_create_nat_rule(domain, node.private_ips[0], block.base_ip)
    found = driver.ex_list_nat_rules(domain)[0]
    ok(found.id == nat.id and found.external_ip == block.base_ip, 'one of them leads to the server')
    ok(code_of(lambda: driver.ex_create_nat_rule(domain, node.private_ips[0], block.base_ip))
       == 'IP_ADDRESS_NOT_UNIQUE', 'it leads to one server only')

    rules = []
    for port in ('22', '8433', '8443'):
        rule = make_rule(domain, 'Mirror1.TCPv4_%s.plumbery' % port, port, block.base_ip)
        rules.append(driver.ex_create_firewall_rule(domain, rule, 'LAST'))
    listed = [each for each in driver.ex_list_firewall_rules(domain)
              if not each.name.startswith('CCDEFAULT.')]
    ok([each.name for each in listed] == [each.name for each in rules], 'the firewall has three rules')
    ok(listed[1].destination.port_begin == '8433' and listed[1].source.any_ip,
       'a rule can be read back')
    ok(driver.ex_set_firewall_rule_state(listed[1], False)
       and driver.ex_get_firewall_rule(domain, rules[1].id).enabled == 'false',
       'a rule can be switched off')
    ok(code_of(lambda: driver.ex_create_firewall_rule(domain, make_rule(domain, 'a-b', '1', block.base_ip),
                                                      'LAST')) == 'INVALID_INPUT_DATA',
       'a name with a hyphen is refused')

    return block, nat, rules


def run_server(driver, node):
    ok(driver.ex_start_node(node), 'it is started')
    node = wait_at_rest(driver, node)
    ok(str(node.state) == 'running', 'it runs')
    ok(code_of(lambda: driver.destroy_node(node)) == 'SERVER_STARTED',
       'a running server cannot be deleted')
    until(lambda: code_of(lambda: driver.ex_shutdown_graceful(node)) is None, 'the shutdown')
    node = wait_at_rest(driver, node)
    ok(str(node.state) in ('stopped', 'terminated'), 'it is shut down')


def dispose(driver, domain, vlan, node, block, nat, rules):
    ok(driver.ex_disable_monitoring(node), 'it is monitored no more')
    ok(code_of(lambda: driver.ex_delete_public_ip_block(block)) == 'HAS_DEPENDENCY',
       'addresses that are used stay')
    ok(driver.ex_delete_nat_rule(nat), 'the NAT rule goes')
    for rule in rules:
        ok(driver.ex_delete_firewall_rule(rule), 'the rule %s goes' % rule.name)
    ok(code_of(lambda: driver.ex_delete_vlan(vlan)) == 'HAS_DEPENDENCY',
       'the VLAN stays while the server is on it')
    ok(driver.destroy_node(node), 'the server goes')
    until(lambda: is_absent(lambda: driver.ex_get_node_by_id(node.id)), 'the end of the server')
    ok(driver.ex_delete_vlan(vlan), 'the VLAN goes')
    until(lambda: is_absent(lambda: driver.ex_get_vlan(vlan.id)), 'the end of the VLAN')
    ok(driver.ex_delete_public_ip_block(block), 'the public addresses go')
    ok(driver.ex_delete_network_domain(domain), 'the domain goes')
    until(lambda: is_absent(lambda: driver.ex_get_network_domain(domain.id)), 'the end of the domain')
    ok(driver.list_nodes() == [] and driver.ex_list_network_domains() == []
       and driver.ex_list_vlans() == [], 'nothing is left')


def live(driver, location, network):
    ok(driver.connection.get_account_details().user_name == os.environ['MCP_USERNAME'], 'the account')
    place = [each for each in driver.list_locations() if each.id == location][0]
    domain, vlan = add_network(driver, place, network)
    node = shape_server(driver, add_server(driver, place, domain, vlan))
    block, nat, rules = publish_server(driver, domain, node)
    run_server(driver, node)
    dispose(driver, domain, vlan, node, block, nat, rules)


def main():
    port, ca_file, location, network = sys.argv[1:5]
    libcloud.security.CA_CERTS_PATH = ca_file
    check_strangers(int(port), ca_file)
    for version in ('2.2', '2.3', '2.4'):
        print('# API %s' % version)
        live(connect(int(port), os.environ['MCP_PASSWORD'], version), location, network)
    print('1..%d' % count)


main()

/* SPDX-License-Identifier: MIT */
/* Interfaces and their addresses. */
#include "init.h"
#include "netlink.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

int netlink_link_up(const char *interface, const char **detail)
{
	struct ifinfomsg *link = netlink_begin(RTM_NEWLINK, 0, sizeof *link);
	unsigned int index;
	int error = find_interface(interface, &index);

	link->ifi_index = index;
	link->ifi_flags = link->ifi_change = IFF_UP;
	return error ? error : netlink_finish(detail);
}

int netlink_mtu(const char *interface, const char *number, const char **detail)
{
	struct ifinfomsg *link = netlink_begin(RTM_NEWLINK, 0, sizeof *link);
	unsigned int index;
	uint32_t mtu;
	int error = find_interface(interface, &index);

	link->ifi_index = index;
	if (!error)
		error = parse_number(number, &mtu);
	if (!error)
		error = netlink_add(IFLA_MTU, &mtu, sizeof mtu);
	return error ? error : netlink_finish(detail);
}

int netlink_address(const char *interface, const char *text, const char **detail)
{
	const int flags = NLM_F_CREATE | NLM_F_EXCL;
	struct ifaddrmsg *body = netlink_begin(RTM_NEWADDR, flags, sizeof *body);
	struct address address;
	unsigned int index;
	int error = find_interface(interface, &index);

	if (!error)
		error = parse_address(text, &address);
	if (error)
		return error;
	body->ifa_family = address.family;
	body->ifa_prefixlen = address.prefix;
	body->ifa_index = index;
	/* No frame leaves before a program acts: no duplicate address detection. */
	if (address.family == AF_INET6)
		body->ifa_flags = IFA_F_NODAD;
	error = netlink_add(IFA_LOCAL, address.value, address.length);
	if (!error)
		error = netlink_add(IFA_ADDRESS, address.value, address.length);
	if (!error && address.family == AF_INET && address.prefix > 0 && address.prefix < 31) {
		uint32_t rest = htonl(0xffffffffu >> address.prefix);
		uint32_t broadcast;

		memcpy(&broadcast, address.value, sizeof broadcast);
		broadcast |= rest;
		error = netlink_add(IFA_BROADCAST, &broadcast, sizeof broadcast);
	}
	return error ? error : netlink_finish(detail);
}

/* SPDX-License-Identifier: MIT */
/* Static routes, with one next hop or several of equal weight. */
#include "init.h"
#include "netlink.h"
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#define HOPS_MAX 64
#define HOP_BYTES_MAX RTNH_LENGTH(RTA_SPACE(sizeof(struct in6_addr)))

struct hop {
	struct address via;	/* family 0: none */
	unsigned int interface;	/* 0: the kernel finds it */
};

struct route {
	struct address to;
	struct hop hops[HOPS_MAX];
	int hop_count;		/* those with `via` */
	uint32_t metric;	/* 0: the kernel's */
	uint32_t table;
};

static int parse_destination(const char *text, struct address *to)
{
	if (!strcmp(text, "default"))
		return parse_address("0.0.0.0/0", to);
	if (!strcmp(text, "default6"))
		return parse_address("::/0", to);
	return parse_address(text, to);
}

static int parse_route(char **words, int count, struct route *route)
{
	struct hop *hop = &route->hops[0];
	int error = parse_destination(words[0], &route->to);
	int i;

	for (i = 1; i < count && !error; i += 2) {
		const char *value = i + 1 < count ? words[i + 1] : "";

		if (!strcmp(words[i], "via")) {
			if (route->hop_count == HOPS_MAX)
				return E2BIG;
			hop = &route->hops[route->hop_count++];
			error = parse_address(value, &hop->via);
			if (!error && hop->via.family != route->to.family)
				error = EAFNOSUPPORT;
		} else if (!strcmp(words[i], "dev")) {
			error = find_interface(value, &hop->interface);
		} else if (!strcmp(words[i], "metric")) {
			error = parse_number(value, &route->metric);
		} else if (!strcmp(words[i], "table")) {
			error = parse_number(value, &route->table);
		} else {
			error = EINVAL;
		}
	}
	return error;
}

/* RTA_MULTIPATH: for each hop a struct rtnexthop and its gateway. */
static int add_hops(const struct route *route)
{
	static _Alignas(4) char hops[HOPS_MAX * HOP_BYTES_MAX];
	size_t at = 0;
	int i;

	for (i = 0; i < route->hop_count; i++) {
		const struct hop *hop = &route->hops[i];
		struct rtnexthop *next = (struct rtnexthop *)(hops + at);
		struct rtattr *gateway = RTNH_DATA(next);

		memset(next, 0, sizeof *next);
		next->rtnh_ifindex = hop->interface;
		gateway->rta_type = RTA_GATEWAY;
		gateway->rta_len = RTA_LENGTH(hop->via.length);
		memcpy(RTA_DATA(gateway), hop->via.value, hop->via.length);
		next->rtnh_len = RTNH_LENGTH(RTA_SPACE(hop->via.length));
		at += RTNH_ALIGN(next->rtnh_len);
	}
	return netlink_add(RTA_MULTIPATH, hops, at);
}

static int add_one_hop(const struct hop *hop)
{
	uint32_t interface = hop->interface;
	int error = 0;

	if (hop->via.family)
		error = netlink_add(RTA_GATEWAY, hop->via.value, hop->via.length);
	if (!error && interface)
		error = netlink_add(RTA_OIF, &interface, sizeof interface);
	return error;
}

int netlink_route(char **words, int count, const char **detail)
{
	static struct route route;
	struct rtmsg *body = netlink_begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof *body);
	int error;

	memset(&route, 0, sizeof route);
	route.table = RT_TABLE_MAIN;
	error = parse_route(words, count, &route);
	if (error)
		return error;
	body->rtm_family = route.to.family;
	body->rtm_dst_len = route.to.prefix;
	body->rtm_protocol = RTPROT_STATIC;
	body->rtm_type = RTN_UNICAST;
	body->rtm_scope = route.hop_count ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
	body->rtm_table = route.table < 256 ? route.table : RT_TABLE_UNSPEC;
	error = netlink_add(RTA_TABLE, &route.table, sizeof route.table);
	if (!error && route.to.prefix)
		error = netlink_add(RTA_DST, route.to.value, route.to.length);
	if (!error && route.metric)
		error = netlink_add(RTA_PRIORITY, &route.metric, sizeof route.metric);
	if (!error)
		error = route.hop_count > 1 ? add_hops(&route) : add_one_hop(&route.hops[0]);
	return error ? error : netlink_finish(detail);
}

/* SPDX-License-Identifier: MIT */
/* Netlink: dumps of links, addresses and routes; changes and what they say when they fail. */
#include "inet.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

static int fd, sequence;

static struct {
	struct nlmsghdr header;
	char rest[512];
} request;

static void begin(int type, int flags, size_t body)
{
	memset(&request, 0, sizeof request);
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_REQUEST | flags;
	request.header.nlmsg_len = NLMSG_LENGTH(body);
	request.header.nlmsg_seq = ++sequence;
}

static void add(int type, const void *data, size_t length)
{
	size_t before = NLMSG_ALIGN(request.header.nlmsg_len);
	struct rtattr *attribute = (void *)((char *)&request + before);
	attribute->rta_type = type;
	attribute->rta_len = RTA_LENGTH(length);
	memcpy(RTA_DATA(attribute), data, length);
	request.header.nlmsg_len = before + RTA_ALIGN(attribute->rta_len);
}

static void asks(const char *label)
{
	char answer[4096];
	need("send", send(fd, &request, request.header.nlmsg_len, 0));
	long length = recv(fd, answer, sizeof answer, 0);
	const struct nlmsghdr *header = (const void *)answer;
	if (length > 0 && header->nlmsg_type == NLMSG_ERROR) {
		int error = -((const struct nlmsgerr *)NLMSG_DATA(header))->error;
		say("%s: %s", label, error ? errno_name(error) : "ok");
	} else {
		say("%s: type %d", label, header->nlmsg_type);
	}
}

static void tell(const struct nlmsghdr *h)
{
	char text[64] = "";
	const struct rtattr *a;
	int left;
	if (h->nlmsg_type == RTM_NEWLINK) {
		const struct ifinfomsg *m = NLMSG_DATA(h);
		for (a = IFLA_RTA(m),
			left = IFLA_PAYLOAD(h); RTA_OK(a, left); a = RTA_NEXT(a, left))
			if (a->rta_type == IFLA_IFNAME && !strcmp(RTA_DATA(a), "lo"))
				say("  link %s, %s", (char *)RTA_DATA(a),
					m->ifi_flags & IFF_UP ? "up" : "down");
	} else if (h->nlmsg_type == RTM_NEWADDR) {
		const struct ifaddrmsg *m = NLMSG_DATA(h);
		for (a = IFA_RTA(m), left = IFA_PAYLOAD(h); RTA_OK(a, left); a = RTA_NEXT(a, left))
			if (a->rta_type == IFA_ADDRESS)
				say("  address %s/%d scope %d",
					inet_ntop(m->ifa_family, RTA_DATA(a), text,
					sizeof text), m->ifa_prefixlen, m->ifa_scope);
	} else if (h->nlmsg_type == RTM_NEWROUTE) {
		const struct rtmsg *m = NLMSG_DATA(h);
		for (a = RTM_RTA(m), left = RTM_PAYLOAD(h); RTA_OK(a, left); a = RTA_NEXT(a, left))
			if (a->rta_type == RTA_DST)
				say("  route %s/%d table %d type %d",
					inet_ntop(m->rtm_family, RTA_DATA(a), text,
					sizeof text), m->rtm_dst_len, m->rtm_table, m->rtm_type);
	}
}

static void dump(const char *label, int type, int family)
{
	static char answer[32768] __attribute__((aligned(8)));
	begin(type, NLM_F_DUMP, sizeof(struct ifinfomsg));
	((struct rtgenmsg *)NLMSG_DATA(&request.header))->rtgen_family = family;
	need("send", send(fd, &request, request.header.nlmsg_len, 0));
	say("%s", label);
	for (;;) {
		int length = need("recv", recv(fd, answer, sizeof answer, 0));
		struct nlmsghdr *h = (void *)answer;
		for (; NLMSG_OK(h, (unsigned)length); h = NLMSG_NEXT(h, length)) {
			if (h->nlmsg_type == NLMSG_DONE) return;
			if (h->nlmsg_type == NLMSG_ERROR) {
				say("  error");
				return;
			}
			tell(h);
		}
	}
}

static void address(const char *label, int type, int flags, const char *text, int prefix)
{
	struct in_addr a;
	begin(type, NLM_F_ACK | flags, sizeof(struct ifaddrmsg));
	struct ifaddrmsg *m = NLMSG_DATA(&request.header);
	m->ifa_family = AF_INET;
	m->ifa_prefixlen = prefix;
	m->ifa_index = if_nametoindex("lo");
	inet_aton(text, &a);
	add(IFA_LOCAL, &a, sizeof a);
	asks(label);
}

static void route(const char *label, int type, int flags, const char *destination, const char *via)
{
	struct in_addr a;
	int index = if_nametoindex("lo");
	begin(type, NLM_F_ACK | flags, sizeof(struct rtmsg));
	struct rtmsg *m = NLMSG_DATA(&request.header);
	*m = (struct rtmsg){ .rtm_family = AF_INET, .rtm_dst_len = 24, .rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC, .rtm_scope = via ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST };
	inet_aton(destination, &a);
	add(RTA_DST, &a, sizeof a);
	if (via) {
		inet_aton(via, &a);
		add(RTA_GATEWAY, &a, sizeof a);
	} else {
		add(RTA_OIF, &index, sizeof index);
	}
	asks(label);
}

int main(void)
{
	fd = need("socket", socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
	dump("links:", RTM_GETLINK, AF_UNSPEC);
	dump("IPv4 addresses:", RTM_GETADDR, AF_INET);
	dump("IPv6 addresses:", RTM_GETADDR, AF_INET6);
	dump("IPv4 routes:", RTM_GETROUTE, AF_INET);
	address("a second address", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "10.77.0.1", 24);
	address("the same again", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "10.77.0.1", 24);
	dump("IPv4 addresses now:", RTM_GETADDR, AF_INET);
	dump("IPv4 routes now:", RTM_GETROUTE, AF_INET);
	address("removal", RTM_DELADDR, 0, "10.77.0.1", 24);
	address("removal again", RTM_DELADDR, 0, "10.77.0.1", 24);
	route("a route", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, "10.88.0.0", NULL);
	route("the same again", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, "10.88.0.0", NULL);
	route("via nobody", RTM_NEWROUTE, NLM_F_CREATE, "10.99.0.0", "192.0.2.1");
	route("removal", RTM_DELROUTE, 0, "10.88.0.0", NULL);
	route("removal again", RTM_DELROUTE, 0, "10.88.0.0", NULL);
	begin(9999, NLM_F_ACK, sizeof(struct rtmsg));
	asks("an unknown request");
	setuid(1000);
	address("a change by a user", RTM_NEWADDR, NLM_F_CREATE, "10.77.0.2", 24);
	ok("an unknown protocol", socket(AF_NETLINK, SOCK_RAW, 33));
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* Netlink's notifications of changes, and its dump of sockets. */
#include "inet.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <sys/ioctl.h>

static void drain(const char *label, int fd)
{
	char bytes[8192] __attribute__((aligned(8))), text[64];
	say("%s", label);
	for (;;) {
		int length = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
		if (length <= 0) break;
		struct nlmsghdr *h = (void *)bytes;
		for (; NLMSG_OK(h, (unsigned)length); h = NLMSG_NEXT(h, length)) {
			const struct ifaddrmsg *m = NLMSG_DATA(h);
			if (h->nlmsg_type == RTM_NEWLINK) {
				const struct ifinfomsg *link = NLMSG_DATA(h);
				say("  link %s", link->ifi_flags & IFF_UP ? "up" : "down");
			} else if (h->nlmsg_type == RTM_NEWADDR || h->nlmsg_type == RTM_DELADDR) {
				say("  %s %s/%d",
					h->nlmsg_type == RTM_NEWADDR ? "address" : "no address",
					inet_ntop(m->ifa_family, RTA_DATA(IFA_RTA(m)), text,
						sizeof text),
					m->ifa_prefixlen);
			}
		}
	}
}

static void flags(int fd, int up)
{
	struct ifreq r = { .ifr_name = "lo" };
	ioctl(fd, SIOCGIFFLAGS, &r);
	if (up) r.ifr_flags |= IFF_UP;
	else r.ifr_flags &= ~IFF_UP;
	ok(up ? "up" : "down", ioctl(fd, SIOCSIFFLAGS, &r));
}

static void changes(int control)
{
	struct sockaddr_nl a = { .nl_family = AF_NETLINK };
	struct ifreq r = { .ifr_name = "lo:1" };
	struct sockaddr_in *address = (void *)&r.ifr_addr;
	int fd = need("socket", socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
	a.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR;
	ok("bind to groups", bind(fd, (struct sockaddr *)&a, sizeof a));
	address->sin_family = AF_INET;
	address->sin_addr.s_addr = inet_addr("127.9.9.9");
	ok("a second address", ioctl(control, SIOCSIFADDR, &r));
	drain("told:", fd);
	flags(control, 0);
	drain("told:", fd);
	flags(control, 1);
	drain("told:", fd);
	close(fd);
}

static void sockets(void)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = { .header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP, .nlmsg_len = sizeof request } };
	char bytes[8192] __attribute__((aligned(8)));
	int listener = listens(6200, 3), ends[2], listening = 0, established = 0, done = 0;
	connected(6201, ends);
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
	ok("a socket of sock_diag", fd);
	request.body = (struct inet_diag_req_v2){ .sdiag_family = AF_INET,
		.sdiag_protocol = IPPROTO_TCP, .idiag_states = -1 };
	ok("send", send(fd, &request, sizeof request, 0));
	while (!done) {
		int length = need("recv", recv(fd, bytes, sizeof bytes, 0));
		struct nlmsghdr *h = (void *)bytes;
		for (; NLMSG_OK(h, (unsigned)length); h = NLMSG_NEXT(h, length)) {
			const struct inet_diag_msg *m = NLMSG_DATA(h);
			if (h->nlmsg_type != SOCK_DIAG_BY_FAMILY) {
				done = 1;
				break;
			}
			if (m->idiag_state == TCP_LISTEN && m->id.idiag_sport == htons(6200)) {
				listening++;
				say("a listening one with backlog %d", m->idiag_wqueue);
			}
			established += m->idiag_state == TCP_ESTABLISHED;
		}
	}
	show("listening on 6200", listening);
	show("established", established);
	close(listener);
}

int main(void)
{
	changes(socket(AF_INET, SOCK_DGRAM, 0));
	sockets();
	return 0;
}

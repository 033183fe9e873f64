/* SPDX-License-Identifier: MIT */
/* UDP: many messages in a call, and what comes beside them: destination, TTL, TOS, time, errors. */
#include "inet.h"

#include <linux/errqueue.h>

static int udp(int port)
{
	int fd = need("socket", socket(AF_INET, SOCK_DGRAM, 0));
	if (port) need("bind", bind_to(fd, port));
	return fd;
}

static void many(void)
{
	char texts[4][8] = { "" };
	struct iovec parts[4];
	struct mmsghdr out[4] = { 0 }, in[4] = { 0 };
	struct sockaddr_in peer = loopback(5100);
	int a = udp(5100), b = udp(0);
	static const char *const words[] = { "a", "bb", "ccc", "dddd" };
	for (int i = 0; i < 4; i++) {
		parts[i] = (struct iovec){ (char *)words[i], strlen(words[i]) };
		out[i].msg_hdr = (struct msghdr){ .msg_name = &peer, .msg_namelen = sizeof peer,
			.msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	show("sendmmsg", sendmmsg(b, out, 4, 0));
	say("lengths %d %d %d %d", out[0].msg_len, out[1].msg_len, out[2].msg_len, out[3].msg_len);
	for (int i = 0; i < 4; i++) {
		parts[i] = (struct iovec){ texts[i], 3 };
		in[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	show("recvmmsg of three", recvmmsg(a, in, 3, 0, NULL));
	say("'%s' '%s' '%s'", texts[0], texts[1], texts[2]);
	show("recvmmsg of what is there", recvmmsg(a, in, 4, MSG_DONTWAIT, NULL));
	yes("the last was cut", in[0].msg_hdr.msg_flags & MSG_TRUNC);
	ok("recvmmsg of nothing", recvmmsg(a, in, 4, MSG_DONTWAIT, NULL));
	close(a);
	close(b);
}

static void tell(const struct cmsghdr *h)
{
	int number = 0;
	if (h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_PKTINFO) {
		const struct in_pktinfo *info = (const void *)CMSG_DATA(h);
		say("  destination %s, interface %d", inet_ntoa(info->ipi_addr), info->ipi_ifindex);
	} else if (h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_TTL) {
		memcpy(&number, CMSG_DATA(h), sizeof number);
		say("  TTL %d", number);
	} else if (h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_TOS) {
		say("  TOS %d", *CMSG_DATA(h));
	} else if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SO_TIMESTAMPNS) {
		struct timespec stamp;
		memcpy(&stamp, CMSG_DATA(h), sizeof stamp);
		int64_t sent = (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec;
		int64_t age = clock_ns(CLOCK_REALTIME) - sent;
		say("  a time stamp, %s", age >= 0 && age < 1000000000 ? "of now" : "wrong");
	} else if (h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_RECVERR) {
		struct sock_extended_err error;
		memcpy(&error, CMSG_DATA(h), sizeof error);
		say("  error %s, origin %d, type %d, code %d", errno_name(error.ee_errno),
			error.ee_origin, error.ee_type, error.ee_code);
	} else {
		say("  level %d, type %d", h->cmsg_level, h->cmsg_type);
	}
}

static long receive(int fd, int flags)
{
	char text[32] = "";
	union { char bytes[512]; struct cmsghdr align; } control;
	struct iovec part = { text, sizeof text };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes };
	long length = recvmsg(fd, &message, flags | MSG_DONTWAIT);
	if (length < 0) return length;
	say(" '%s'%s", text, message.msg_flags & MSG_ERRQUEUE ? " of the error queue" : "");
	for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h)) tell(h);
	return length;
}

static void beside(void)
{
	int a = udp(5110), b = udp(0);
	connect_to(b, 5110);
	ok("IP_PKTINFO", set_option(a, IPPROTO_IP, IP_PKTINFO, 1));
	ok("IP_RECVTTL", set_option(a, IPPROTO_IP, IP_RECVTTL, 1));
	ok("IP_RECVTOS", set_option(a, IPPROTO_IP, IP_RECVTOS, 1));
	set_option(b, IPPROTO_IP, IP_TTL, 9);
	set_option(b, IPPROTO_IP, IP_TOS, 0x20);
	send(b, "with all", 8, 0);
	show("recvmsg", receive(a, 0));
	set_option(a, IPPROTO_IP, IP_PKTINFO, 0);
	set_option(a, IPPROTO_IP, IP_RECVTTL, 0);
	set_option(a, IPPROTO_IP, IP_RECVTOS, 0);
	ok("SO_TIMESTAMPNS", set_option(a, SOL_SOCKET, SO_TIMESTAMPNS, 1));
	send(b, "with time", 9, 0);
	show("recvmsg", receive(a, 0));
	close(a);
	ok("IP_RECVERR", set_option(b, IPPROTO_IP, IP_RECVERR, 1));
	send(b, "to nobody", 9, 0);
	ok("the next call tells", recv(b, &a, 1, MSG_DONTWAIT));
	show("MSG_ERRQUEUE", receive(b, MSG_ERRQUEUE));
	ok("MSG_ERRQUEUE of nothing", receive(b, MSG_ERRQUEUE));
}

int main(void)
{
	many();
	beside();
	return 0;
}

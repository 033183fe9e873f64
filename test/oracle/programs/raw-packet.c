/* SPDX-License-Identifier: MIT */
/* Packet sockets on the loopback interface: frames in both directions, filters, statistics. */
#include "inet.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/if_ether.h>
#include <netinet/ip.h>

static int bound(int type, int protocol)
{
	struct sockaddr_ll a = { .sll_family = AF_PACKET, .sll_protocol = htons(protocol) };
	a.sll_ifindex = if_nametoindex("lo");
	int fd = need("socket", socket(AF_PACKET, type, htons(protocol)));
	need("bind", bind(fd, (struct sockaddr *)&a, sizeof a));
	return fd;
}

static void next(const char *label, int fd, int header)
{
	char frame[256];
	struct sockaddr_ll from = { 0 };
	socklen_t length = sizeof from;
	long count = recvfrom(fd, frame, sizeof frame, MSG_DONTWAIT, (struct sockaddr *)&from,
		&length);
	if (count < 0) {
		say("%s: %s", label, errno_name(errno));
		return;
	}
	const struct ip *ip = (const void *)(frame + header);
	say("%s: %d bytes, %s, protocol %04x, IP %d to %s", label, (int)count,
		from.sll_pkttype == PACKET_OUTGOING ? "outgoing" :
		from.sll_pkttype == PACKET_HOST ? "to this host" : "another",
		ntohs(from.sll_protocol), ip->ip_p, inet_ntoa(ip->ip_dst));
}

static void send_datagram(int port)
{
	struct sockaddr_in a = loopback(port);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	sendto(fd, "payload", 7, 0, (struct sockaddr *)&a, sizeof a);
	close(fd);
}

static void filtered(void)
{
	/* Takes only frames whose UDP destination port is 6001. */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 14 + 20 + 2),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 6001, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0xffff),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { 4, code };
	int fd = bound(SOCK_RAW, ETH_P_IP);
	ok("SO_ATTACH_FILTER",
		setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
	send_datagram(6000);
	next("filtered out", fd, 14);
	send_datagram(6001);
	next("let through", fd, 14);
	ok("SO_DETACH_FILTER",
		setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &program, sizeof program));
	code[0].code = 0xffff;
	ok("a wrong filter",
		setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
}

int main(void)
{
	int raw = bound(SOCK_RAW, ETH_P_IP), cooked = bound(SOCK_DGRAM, ETH_P_IP);
	int receiver = socket(AF_INET, SOCK_DGRAM, 0);
	struct tpacket_stats statistics = { 0 };
	socklen_t length = sizeof statistics;
	bind_to(receiver, 6000);
	send_datagram(6000);
	next("raw", raw, 14);
	next("raw again", raw, 14);
	next("cooked", cooked, 0);
	ok("PACKET_STATISTICS",
		getsockopt(raw, SOL_PACKET, PACKET_STATISTICS, &statistics, &length));
	yes("packets were counted", statistics.tp_packets >= 1);
	filtered();

	char frame[64] = { 0 };
	frame[12] = 0x88;
	frame[13] = (char)0xb5;
	int experimental = bound(SOCK_RAW, 0x88b5);
	show("send of a frame", send(experimental, frame, sizeof frame, 0));
	yes("it comes back", recv(experimental, frame, sizeof frame, MSG_DONTWAIT) == sizeof frame);
	ok("a frame too short", send(experimental, frame, 5, 0));
	struct sockaddr_ll a = { .sll_family = AF_PACKET, .sll_ifindex = 999 };
	ok("bind to no interface", bind(experimental, (struct sockaddr *)&a, sizeof a));
	return 0;
}

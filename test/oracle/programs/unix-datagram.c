/* SPDX-License-Identifier: MIT */
/* Unix datagram and seqpacket sockets: borders of messages, truncation, peers, full queues. */
#include "observe.h"

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static void datagrams(void)
{
	char text[16] = "";
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "receiver" }, from = { 0 };
	struct sockaddr_un b = { .sun_family = AF_UNIX, .sun_path = "sender" };
	socklen_t length = sizeof from;
	int receiver = socket(AF_UNIX, SOCK_DGRAM, 0), sender = socket(AF_UNIX, SOCK_DGRAM, 0);
	bind(receiver, (struct sockaddr *)&a, sizeof a);
	show("sendto", sendto(sender, "one", 3, 0, (struct sockaddr *)&a, sizeof a));
	show("sendto of nothing", sendto(sender, "", 0, 0, (struct sockaddr *)&a, sizeof a));
	show("recv", recv(receiver, text, sizeof text, 0));
	show("recv of nothing", recv(receiver, text, sizeof text, 0));
	bind(sender, (struct sockaddr *)&b, sizeof b);
	sendto(sender, "a long message", 14, 0, (struct sockaddr *)&a, sizeof a);
	show("recvfrom cuts", recvfrom(receiver, text, 6, 0, (struct sockaddr *)&from, &length));
	say("from '%s'", from.sun_path);
	ok("the rest is gone", recv(receiver, text, 6, MSG_DONTWAIT));
	sendto(sender, "a long message", 14, 0, (struct sockaddr *)&a, sizeof a);
	show("MSG_TRUNC tells its length", recv(receiver, text, 6, MSG_TRUNC));
	ok("send without a peer", send(sender, "x", 1, 0));
	ok("connect", connect(sender, (struct sockaddr *)&a, sizeof a));
	show("send", send(sender, "x", 1, 0));
	int third = socket(AF_UNIX, SOCK_DGRAM, 0);
	connect(receiver, (struct sockaddr *)&b, sizeof b);
	ok("a stranger to a connected one",
		sendto(third, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	fcntl(sender, F_SETFL, O_NONBLOCK);
	int sent = 0;
	while (sent < 10000 && send(sender, "fill", 4, 0) == 4) sent++;
	say("send to a full queue: %s", errno_name(errno));
	close(receiver);
	ok("send to a closed one", send(sender, "x", 1, 0));
	unlink("receiver");
	ok("sendto of a name that is gone",
		sendto(third, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
}

static void packets(void)
{
	int ends[2];
	char text[16] = "";
	struct iovec part = { text, 4 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ok("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
	send(ends[0], "first", 5, 0);
	send(ends[0], "second", 6, 0);
	show("recvmsg cuts", recvmsg(ends[1], &message, 0));
	yes("and says so", message.msg_flags & MSG_TRUNC);
	show("recv takes one message", recv(ends[1], text, sizeof text, 0));
	send(ends[0], "third", 5, 0);
	show("MSG_PEEK", recv(ends[1], text, sizeof text, MSG_PEEK));
	show("and again", recv(ends[1], text, sizeof text, 0));
	shutdown(ends[0], SHUT_WR);
	show("recv at the end", recv(ends[1], text, sizeof text, 0));
	close(ends[0]);
	ok("send to a closed one", send(ends[1], "x", 1, MSG_NOSIGNAL));
	ok("a pair of datagrams", socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
	show("write", write(ends[0], "ab", 2));
	show("read", read(ends[1], text, sizeof text));
	ok("a pair with flags", socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
	ok("read of it", read(ends[0], text, 1));
	ok("a pair of another family", socketpair(AF_INET, SOCK_STREAM, 0, ends));
}

int main(void)
{
	datagrams();
	packets();
	return 0;
}

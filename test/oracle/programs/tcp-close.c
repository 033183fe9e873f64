/* SPDX-License-Identifier: MIT */
/* TCP: halves that are shut, closes, resets, lingering, and the states in between. */
#include "inet.h"

#include <poll.h>

static const char *events(int fd)
{
	static char text[64];
	struct pollfd one = { fd, POLLIN | POLLOUT | POLLRDHUP, 0 };
	poll(&one, 1, 0);
	snprintf(text, sizeof text, "%s%s%s%s%s", one.revents & POLLIN ? " IN" : "",
		one.revents & POLLOUT ? " OUT" : "", one.revents & POLLRDHUP ? " RDHUP" : "",
		one.revents & POLLHUP ? " HUP" : "", one.revents & POLLERR ? " ERR" : "");
	return text;
}

static void halves(void)
{
	int ends[2];
	char text[16] = "";
	connected(4100, ends);
	say("poll of both:%s", events(ends[0]));
	send(ends[0], "last", 4, 0);
	ok("shutdown of writing", shutdown(ends[0], SHUT_WR));
	ok("send after it", send(ends[0], "x", 1, MSG_NOSIGNAL));
	sleep_ms(5);
	say("poll of the other:%s", events(ends[1]));
	show("recv of what came before", recv(ends[1], text, sizeof text, 0));
	show("recv of the end", recv(ends[1], text, sizeof text, 0));
	show("recv of the end again", recv(ends[1], text, sizeof text, 0));
	say("states %d %d", tcp_state(ends[0]), tcp_state(ends[1]));
	show("send the other way", send(ends[1], "back", 4, 0));
	show("recv there", recv(ends[0], text, sizeof text, 0));
	ok("shutdown of reading", shutdown(ends[0], SHUT_RD));
	show("recv after it", recv(ends[0], text, sizeof text, 0));
	ok("shutdown of the other", shutdown(ends[1], SHUT_WR));
	sleep_ms(5);
	say("states %d %d", tcp_state(ends[0]), tcp_state(ends[1]));
	say("poll of both ends shut:%s", events(ends[1]));
	ok("shutdown once more", shutdown(ends[1], SHUT_WR));
	ok("shutdown of an unknown half", shutdown(ends[0], 7));
}

static void resets(void)
{
	int ends[2];
	char text[16] = "";
	struct linger linger = { 1, 0 };
	connected(4101, ends);
	send(ends[1], "unread", 6, 0);
	sleep_ms(5);
	close(ends[0]);
	sleep_ms(5);
	ok("recv after a close with unread bytes", recv(ends[1], text, 1, 0));
	ok("send after it", send(ends[1], "x", 1, MSG_NOSIGNAL));
	close(ends[1]);

	connected(4102, ends);
	ok("SO_LINGER of 0", setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
	close(ends[0]);
	sleep_ms(5);
	say("poll after a reset:%s", events(ends[1]));
	say("SO_ERROR: %s", socket_error(ends[1]));
	say("SO_ERROR again: %s", socket_error(ends[1]));
	show("recv after it", recv(ends[1], text, 1, 0));
	close(ends[1]);

	connected(4103, ends);
	close(ends[0]);
	sleep_ms(5);
	show("state after the peer closed", tcp_state(ends[1]));
	show("the first send is taken", send(ends[1], "x", 1, MSG_NOSIGNAL));
	sleep_ms(5);
	ok("the second is not", send(ends[1], "x", 1, MSG_NOSIGNAL));
	close(ends[1]);

	connected(4104, ends);
	linger.l_linger = 1;
	setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	send(ends[0], "lingers", 7, 0);
	ok("close that lingers", close(ends[0]));
	show("all of it came", recv(ends[1], text, sizeof text, 0));
	show("then the end", recv(ends[1], text, sizeof text, 0));
}

static void disconnects(void)
{
	int ends[2];
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	char byte;
	connected(4105, ends);
	ok("connect to nobody", connect(ends[0], &none, sizeof none));
	show("state", tcp_state(ends[0]));
	sleep_ms(5);
	ok("recv of the peer", recv(ends[1], &byte, 1, 0));
	int listener = listens(4106, 1);
	ok("the socket can be used again", connect_to(ends[0], 4106));
	close(listener);
}

int main(void)
{
	halves();
	resets();
	disconnects();
	return 0;
}

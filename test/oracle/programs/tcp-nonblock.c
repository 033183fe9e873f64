/* SPDX-License-Identifier: MIT */
/* TCP without waiting: connect in progress, its end, its failure; a blocking accept and connect. */
#include "inet.h"

#include <poll.h>
#include <pthread.h>

static void *connects(void *argument)
{
	sleep_ms(20);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	need("connect", connect_to(fd, 4400));
	send(fd, "late", 4, 0);
	return argument;
}

int main(void)
{
	char text[8] = "";
	pthread_t thread;
	int listener = listens(4400, 5);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct pollfd one = { fd, POLLOUT, 0 };
	long result = connect_to(fd, 4400);
	yes("connect is under way or done", result == 0 || errno == EINPROGRESS);
	show("poll until it is done", poll(&one, 1, 1000));
	say("SO_ERROR: %s", socket_error(fd));
	result = connect_to(fd, 4400);
	yes("connect says connected", result == 0 || errno == EISCONN);
	show("send", send(fd, "abc", 3, 0));
	int server = accept(listener, NULL, NULL);
	show("recv", recv(server, text, sizeof text, 0));
	close(server);
	close(fd);

	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	one.fd = fd;
	result = connect_to(fd, 4401);
	yes("connect is under way or refused", errno == EINPROGRESS || errno == ECONNREFUSED);
	show("poll until it is refused", poll(&one, 1, 1000));
	yes("poll says error or hung up", one.revents & (POLLERR | POLLHUP));
	close(fd);

	pthread_create(&thread, NULL, connects, NULL);
	int64_t start = now_ms();
	server = accept(listener, NULL, NULL);
	ok("accept waits", server);
	yes("for the client", now_ms() - start >= 15);
	show("recv waits", recv(server, text, sizeof text, 0));
	pthread_join(thread, NULL);

	fd = socket(AF_INET, SOCK_STREAM, 0);
	struct timeval time = { 0, 30000 };
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
	ok("accept with a time-out", accept(listener, NULL, NULL));
	one = (struct pollfd){ fd, POLLIN | POLLOUT, 0 };
	poll(&one, 1, 0);
	yes("poll of an unconnected one: out and hung up", one.revents == (POLLOUT | POLLHUP));
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* TCP: flags of send and recv, urgent data, vectors, full buffers, marks. */
#include "inet.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>

static int ends[2];

static void flags(void)
{
	char text[32] = "";
	int left = 0;
	send(ends[0], "0123456789", 10, 0);
	sleep_ms(5);
	show("MSG_PEEK", recv(ends[1], text, 4, MSG_PEEK));
	show("it is still there", recv(ends[1], text, 4, 0));
	say("'%.4s'", text);
	ok("FIONREAD", ioctl(ends[1], FIONREAD, &left));
	show("bytes left", left);
	show("MSG_TRUNC throws away", recv(ends[1], NULL, 3, MSG_TRUNC));
	show("the rest", recv(ends[1], text, sizeof text, 0));
	say("'%.3s'", text);
	ok("MSG_DONTWAIT of nothing", recv(ends[1], text, 1, MSG_DONTWAIT));
	struct timeval time = { 0, 20000 };
	setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
	int64_t start = now_ms();
	ok("SO_RCVTIMEO", recv(ends[1], text, 1, 0));
	yes("it took its time", now_ms() - start >= 20);
	send(ends[0], "abc", 3, 0);
	show("MSG_WAITALL ends at the time-out", recv(ends[1], text, 10, MSG_WAITALL));
	show("send of nothing", send(ends[0], "", 0, 0));
	show("MSG_MORE", send(ends[0], "held ", 5, MSG_MORE));
	show("and on", send(ends[0], "back", 4, 0));
	sleep_ms(5);
	show("both come", recv(ends[1], text, sizeof text, 0));
	ok("an unknown flag is no error", send(ends[0], "z", 1, MSG_NOSIGNAL | MSG_CONFIRM));
	recv(ends[1], text, 1, 0);
}

static void *sends_in_parts(void *argument)
{
	for (int i = 0; i < 5; i++) {
		sleep_ms(3);
		send(ends[0], "part", 4, 0);
	}
	return argument;
}

static void waiting(void)
{
	char text[32] = "";
	pthread_t thread;
	setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ 0 },
		sizeof(struct timeval));
	pthread_create(&thread, NULL, sends_in_parts, NULL);
	show("MSG_WAITALL gathers", recv(ends[1], text, 20, MSG_WAITALL));
	say("'%s'", text);
	pthread_join(thread, NULL);
}

static void urgent(void)
{
	char text[16] = "", byte = 0;
	int mark = -1;
	show("send with MSG_OOB", send(ends[0], "abU", 3, MSG_OOB));
	sleep_ms(5);
	struct pollfd one = { ends[1], POLLIN | POLLPRI, 0 };
	poll(&one, 1, 0);
	yes("poll says urgent", one.revents & POLLPRI);
	show("recv stops before it", recv(ends[1], text, sizeof text, 0));
	say("'%s'", text);
	ioctl(ends[1], SIOCATMARK, &mark);
	show("at the mark", mark);
	show("recv of it", recv(ends[1], &byte, 1, MSG_OOB));
	say("'%c'", byte);
	ok("recv of it again", recv(ends[1], &byte, 1, MSG_OOB));
	set_option(ends[1], SOL_SOCKET, SO_OOBINLINE, 1);
	send(ends[0], "cV", 2, MSG_OOB);
	sleep_ms(5);
	show("inline, recv stops before it", recv(ends[1], text, sizeof text, 0));
	show("and then takes it", recv(ends[1], text, sizeof text, 0));
	say("'%c'", text[0]);
}

static void *drains(void *argument)
{
	char block[8192];
	long total = 0, count;
	while (total < 3000000 &&
		(count = recv(ends[1], block, sizeof block, 0)) > 0) total += count;
	*(long *)argument = total;
	return NULL;
}

static void large(void)
{
	static char block[3000000];
	long total = 0;
	pthread_t thread;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	long sent = 0, count;
	while ((count = send(ends[0], block, sizeof block, 0)) > 0) sent += count;
	say("send to a full buffer: %s", errno_name(errno));
	struct pollfd one = { ends[0], POLLOUT, 0 };
	show("poll for output", poll(&one, 1, 0));
	fcntl(ends[0], F_SETFL, 0);
	while (sent > 0 && (count = recv(ends[1], block, sizeof block, 0)) > 0) sent -= count;
	show("all that was sent came", sent);
	pthread_create(&thread, NULL, drains, &total);
	show("send of 3000000", send(ends[0], block, sizeof block, 0));
	pthread_join(thread, NULL);
	show("received", total);
}

int main(void)
{
	connected(4200, ends);
	flags();
	waiting();
	urgent();
	large();
	return 0;
}

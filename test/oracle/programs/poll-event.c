/* SPDX-License-Identifier: MIT */
/* eventfd: counter and semaphore; timerfd: one and many expirations, and its settings. */
#include "observe.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

static int event_fd;

static void *writes_late(void *argument)
{
	sleep_ms(20);
	eventfd_write(event_fd, 5);
	return argument;
}

static int ready(int fd)
{
	struct pollfd one = { fd, POLLIN | POLLOUT, 0 };
	poll(&one, 1, 0);
	return one.revents;
}

static void events(void)
{
	uint64_t value = 0;
	pthread_t thread;
	event_fd = eventfd(3, EFD_NONBLOCK);
	ok("eventfd", event_fd);
	yes("it can be read and written", ready(event_fd) == (POLLIN | POLLOUT));
	show("read", read(event_fd, &value, 8));
	show("value", value);
	ok("read of zero", read(event_fd, &value, 8));
	yes("it can be written only", ready(event_fd) == POLLOUT);
	value = 7;
	show("write", write(event_fd, &value, 8));
	write(event_fd, &value, 8);
	read(event_fd, &value, 8);
	show("writes add up", value);
	ok("read of 4 bytes", read(event_fd, &value, 4));
	value = UINT64_MAX;
	ok("write of the largest", write(event_fd, &value, 8));
	value = UINT64_MAX - 1;
	show("write of the largest that may be", write(event_fd, &value, 8));
	yes("it can be read only", ready(event_fd) == POLLIN);
	value = 1;
	ok("write of one more", write(event_fd, &value, 8));
	close(event_fd);

	event_fd = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
	read(event_fd, &value, 8);
	show("a semaphore gives", value);
	show("and again", read(event_fd, &value, 8));
	ok("and no more", read(event_fd, &value, 8));
	close(event_fd);
	event_fd = eventfd(0, 0);
	pthread_create(&thread, NULL, writes_late, NULL);
	show("read waits", read(event_fd, &value, 8));
	show("value", value);
	pthread_join(thread, NULL);
	ok("eventfd of an unknown flag", eventfd(0, 3));
}

static void timers(void)
{
	uint64_t count = 0;
	struct itimerspec time = { { 0, 10000000 }, { 0, 30000000 } }, old;
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	ok("timerfd_create", fd);
	ok("read of one that is not set", read(fd, &count, 8));
	int64_t start = now_ms();
	ok("timerfd_settime", timerfd_settime(fd, 0, &time, NULL));
	yes("nothing to read", ready(fd) == 0);
	ok("timerfd_gettime", timerfd_gettime(fd, &old));
	yes("a rest is there", old.it_value.tv_nsec > 0 && old.it_value.tv_nsec <= 30000000);
	show("its interval in ms", old.it_interval.tv_nsec / 1000000);
	fcntl(fd, F_SETFL, 0);
	show("read waits", read(fd, &count, 8));
	yes("for its first time", now_ms() - start >= 30 && count >= 1);
	sleep_ms(35);
	read(fd, &count, 8);
	yes("three or more expirations in 35 ms", count >= 3);
	time = (struct itimerspec){ 0 };
	ok("off", timerfd_settime(fd, 0, &time, &old));
	show("the old interval in ms", old.it_interval.tv_nsec / 1000000);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	ok("read when it is off", read(fd, &count, 8));
	time.it_value.tv_sec = 1;
	ok("an absolute time that is past", timerfd_settime(fd, TFD_TIMER_ABSTIME, &time, NULL));
	show("read", read(fd, &count, 8));
	show("count", count);
	ok("read of 4 bytes", read(fd, &count, 4));
	ok("write", write(fd, &count, 8));
	time.it_value.tv_nsec = 1000000000;
	ok("a wrong time", timerfd_settime(fd, 0, &time, NULL));
	ok("an unknown clock", timerfd_create(77, 0));
	ok("settime of what is no timer", timerfd_settime(0, 0, &(struct itimerspec){ 0 }, NULL));
}

int main(void)
{
	events();
	timers();
	return 0;
}

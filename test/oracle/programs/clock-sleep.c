/* SPDX-License-Identifier: MIT */
/* Sleeps: relative and absolute, and what is left after a signal. */
#include "observe.h"

#include <sys/time.h>

static void nothing(int signal) { (void)signal; }

static void alarm_in(int ms)
{
	struct itimerval timer = { { 0, 0 }, { 0, ms * 1000 } };
	setitimer(ITIMER_REAL, &timer, NULL);
}

int main(void)
{
	struct timespec t = { 0, 30000000 }, left = { 9, 9 }, until;
	signal(SIGALRM, nothing);
	int64_t start = now_ms();
	ok("nanosleep", nanosleep(&t, &left));
	yes("as long as it was asked", now_ms() - start >= 30);
	yes("the rest is not touched", left.tv_sec == 9);
	t = (struct timespec){ 5, 0 };
	alarm_in(20);
	start = now_ms();
	ok("nanosleep with a signal", nanosleep(&t, &left));
	yes("it ends early", now_ms() - start < 3000);
	yes("between 4 and 5 s are left", left.tv_sec == 4);
	alarm_in(20);
	code("clock_nanosleep with a signal", clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &left));
	yes("between 4 and 5 s are left", left.tv_sec == 4);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += 5;
	left.tv_sec = 9;
	alarm_in(20);
	code("an absolute one with a signal",
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, &left));
	yes("tells no rest", left.tv_sec == 9);
	clock_gettime(CLOCK_MONOTONIC, &until);
	start = now_ms();
	until.tv_nsec += 40000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	code("an absolute one", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
	yes("until then", now_ms() - start >= 39);
	until.tv_sec = 0;
	code("one that is past", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
	t = (struct timespec){ 0, 20000000 };
	code("by CLOCK_REALTIME", clock_nanosleep(CLOCK_REALTIME, 0, &t, NULL));
	code("by CLOCK_BOOTTIME", clock_nanosleep(CLOCK_BOOTTIME, 0, &t, NULL));
	code("by a thread's CPU clock", clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &t, NULL));
	code("by an unknown clock", clock_nanosleep(99, 0, &t, NULL));
	t.tv_nsec = 1000000000;
	ok("nanosleep of a wrong time", nanosleep(&t, NULL));
	t = (struct timespec){ -1, 0 };
	ok("nanosleep of a negative time", nanosleep(&t, NULL));
	start = now_ms();
	show("usleep", usleep(20000));
	yes("it took its time", now_ms() - start >= 20);
	alarm_in(30);
	show("sleep tells what is left", sleep(3));
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* alarm, setitimer and timer_create. */
#include "observe.h"

#include <sys/time.h>

static volatile int count;
static volatile int64_t first_ms, last_ms;

static void counts(int signal)
{
	(void)signal;
	last_ms = now_ms();
	if (!count++) first_ms = last_ms;
}

static void told(int signal, siginfo_t *info, void *context)
{
	(void)context;
	count++;
	say("%s from a timer: %s, value %d, overrun %d", signal_name(signal),
		info->si_code == SI_TIMER ? "yes" : "no", info->si_value.sival_int,
			info->si_overrun);
}

static void interval_timers(void)
{
	struct itimerval timer = { { 0, 20000 }, { 0, 40000 } }, old;
	signal(SIGALRM, counts);
	int64_t start = now_ms();
	ok("setitimer", setitimer(ITIMER_REAL, &timer, NULL));
	while (count < 3) pause();
	yes("the first after its value", first_ms - start >= 40);
	yes("the third after two intervals more", last_ms - start >= 80);
	memset(&timer, 0, sizeof timer);
	ok("setitimer off", setitimer(ITIMER_REAL, &timer, &old));
	yes("the old interval", old.it_interval.tv_usec == 20000);
	yes("the old rest", old.it_value.tv_usec > 0 && old.it_value.tv_usec <= 20000);
	ok("getitimer", getitimer(ITIMER_REAL, &old));
	show("nothing is left", old.it_value.tv_usec);
	show("alarm", alarm(100));
	yes("alarm again tells the rest", alarm(0) >= 99);
	timer.it_value.tv_usec = 1000000;
	ok("setitimer with 1000000 us", setitimer(ITIMER_REAL, &timer, NULL));
	ok("setitimer of an unknown kind", setitimer(9, &timer, NULL));
}

static void posix_timers(void)
{
	timer_t id, none;
	struct sigaction action = { 0 };
	struct sigevent event = { 0 };
	struct itimerspec time = { { 0, 0 }, { 0, 20000000 } }, left;
	sigset_t set, old;
	action.sa_sigaction = told;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGUSR1, &action, NULL);
	event.sigev_notify = SIGEV_SIGNAL;
	event.sigev_signo = SIGUSR1;
	event.sigev_value.sival_int = 42;
	ok("timer_create", timer_create(CLOCK_MONOTONIC, &event, &id));
	count = 0;
	int64_t start = now_ms();
	ok("timer_settime", timer_settime(id, 0, &time, NULL));
	ok("timer_gettime", timer_gettime(id, &left));
	yes("a rest is there", left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 20000000);
	while (count < 1) pause();
	yes("it came in time", now_ms() - start >= 20);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	time.it_value.tv_nsec = 10000000;
	ok("timer_settime once more", timer_settime(id, 0, &time, NULL));
	sleep_ms(40);
	sigprocmask(SIG_SETMASK, &old, NULL);
	show("handled", count);
	show("timer_getoverrun", timer_getoverrun(id));
	clock_gettime(CLOCK_MONOTONIC, &time.it_value);
	time.it_value.tv_nsec = 0;
	ok("timer_settime of a time that is past", timer_settime(id, TIMER_ABSTIME, &time, NULL));
	while (count < 3) sleep_ms(1);
	ok("timer_delete", timer_delete(id));
	event.sigev_notify = SIGEV_NONE;
	ok("timer_create without a signal", timer_create(CLOCK_REALTIME, &event, &none));
	ok("timer_delete", timer_delete(none));
	event.sigev_notify = SIGEV_SIGNAL;
	event.sigev_signo = 99;
	ok("timer_create with signal 99", timer_create(CLOCK_REALTIME, &event, &none));
	event.sigev_signo = SIGUSR1;
	ok("timer_create of an unknown clock", timer_create(77, &event, &none));
}

int main(void)
{
	interval_timers();
	posix_timers();
	return 0;
}

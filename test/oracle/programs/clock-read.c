/* SPDX-License-Identifier: MIT */
/* Clocks: how they stand to each other, their resolution, and who may set them. */
#include "observe.h"

#include <sys/time.h>
#include <sys/times.h>

int main(void)
{
	static const struct { clockid_t id; const char *name; } clocks[] = {
		{ CLOCK_REALTIME, "CLOCK_REALTIME" }, { CLOCK_MONOTONIC, "CLOCK_MONOTONIC" },
		{ CLOCK_MONOTONIC_RAW, "CLOCK_MONOTONIC_RAW" },
			{ CLOCK_BOOTTIME, "CLOCK_BOOTTIME" },
		{ CLOCK_REALTIME_COARSE, "CLOCK_REALTIME_COARSE" },
		{ CLOCK_MONOTONIC_COARSE, "CLOCK_MONOTONIC_COARSE" }, { CLOCK_TAI, "CLOCK_TAI" },
		{ CLOCK_PROCESS_CPUTIME_ID, "CLOCK_PROCESS_CPUTIME_ID" },
		{ CLOCK_THREAD_CPUTIME_ID, "CLOCK_THREAD_CPUTIME_ID" },
	};
	struct timespec t;
	struct timeval v;
	clockid_t cpu;
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		char label[64];
		snprintf(label, sizeof label, "%s", clocks[i].name);
		ok(label, clock_gettime(clocks[i].id, &t));
		yes("its nanoseconds are below a second", t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
		int64_t first = clock_ns(clocks[i].id), second = clock_ns(clocks[i].id);
		yes("it does not go back", second >= first);
	}
	ok("clock_getres", clock_getres(CLOCK_MONOTONIC, &t));
	show("resolution in ns", t.tv_sec * 1000000000 + t.tv_nsec);
	int64_t start = clock_ns(CLOCK_MONOTONIC), real = clock_ns(CLOCK_REALTIME);
	sleep_ms(30);
	int64_t elapsed = clock_ns(CLOCK_MONOTONIC) - start;
	yes("a sleep of 30 ms is one on CLOCK_MONOTONIC", elapsed >= 30000000);
	int64_t other = clock_ns(CLOCK_REALTIME) - real;
	yes("and as long on CLOCK_REALTIME", other - elapsed < 10000000 &&
		elapsed - other < 10000000);
	yes("sleeping takes no CPU time", clock_ns(CLOCK_PROCESS_CPUTIME_ID) < 5000000000);
	ok("gettimeofday", gettimeofday(&v, NULL));
	yes("it is CLOCK_REALTIME", clock_ns(CLOCK_REALTIME) / 1000000000 - v.tv_sec <= 1);
	yes("time is too", clock_ns(CLOCK_REALTIME) / 1000000000 - time(NULL) <= 1);
	yes("it is after 2020", time(NULL) > 1577836800);
	yes("times answers", times(&(struct tms){ 0 }) != -1);
	yes("clock answers", clock() != -1);
	ok("an unknown clock", clock_gettime(55, &t));
	ok("clock_gettime to a wild address", clock_getres(55, &t));
	ok("clock_settime of CLOCK_MONOTONIC", clock_settime(CLOCK_MONOTONIC, &t));
	t.tv_nsec = -1;
	ok("clock_settime of a wrong time", clock_settime(CLOCK_REALTIME, &t));
	ok("clock_getcpuclockid", clock_getcpuclockid(getpid(), &cpu) ? -1 : 0);
	ok("reading it", clock_gettime(cpu, &t));
	return 0;
}

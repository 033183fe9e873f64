/* SPDX-License-Identifier: MIT */
/* Scheduling: policies and priorities, their limits, yield, nice values. */
#include "observe.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* libc refuses these calls, the kernel has them. */
static long set(pid_t pid, int policy, int priority)
{
	struct sched_param parameter = { .sched_priority = priority };
	return syscall(SYS_sched_setscheduler, pid, policy, &parameter);
}

int main(int argc, char **argv)
{
	struct sched_param parameter;
	struct timespec interval;
	(void)argv;
	if (argc > 1) {
		show("a child's policy", syscall(SYS_sched_getscheduler, 0));
		show("a child's nice value", getpriority(PRIO_PROCESS, 0));
		return 0;
	}
	show("policy", syscall(SYS_sched_getscheduler, 0));
	show("highest of FIFO", sched_get_priority_max(SCHED_FIFO));
	show("lowest of FIFO", sched_get_priority_min(SCHED_FIFO));
	show("highest of OTHER", sched_get_priority_max(SCHED_OTHER));
	ok("highest of an unknown one", sched_get_priority_max(77));
	ok("yield", sched_yield());
	ok("RR", set(0, SCHED_RR, 5));
	show("policy", syscall(SYS_sched_getscheduler, 0));
	syscall(SYS_sched_getparam, 0, &parameter);
	show("priority", parameter.sched_priority);
	ok("interval of RR", sched_rr_get_interval(0, &interval));
	yes("it is more than 0", interval.tv_sec > 0 || interval.tv_nsec > 0);
	ok("yield", sched_yield());
	again("tells", NULL);
	wait(NULL);
	ok("FIFO with reset on fork", set(0, SCHED_FIFO | SCHED_RESET_ON_FORK, 7));
	again("tells", NULL);
	wait(NULL);
	ok("OTHER again", set(0, SCHED_OTHER, 0));
	ok("BATCH", set(0, SCHED_BATCH, 0));
	ok("IDLE", set(0, SCHED_IDLE, 0));
	ok("OTHER again", set(0, SCHED_OTHER, 0));
	ok("OTHER with a priority", set(0, SCHED_OTHER, 3));
	ok("FIFO without a priority", set(0, SCHED_FIFO, 0));
	ok("FIFO with 100", set(0, SCHED_FIFO, 100));
	ok("an unknown policy", set(0, 77, 0));
	ok("of nobody", set(99999, SCHED_OTHER, 0));

	ok("setpriority 5", setpriority(PRIO_PROCESS, 0, 5));
	show("getpriority", getpriority(PRIO_PROCESS, 0));
	ok("setpriority 100", setpriority(PRIO_PROCESS, 0, 100));
	show("it is the most", getpriority(PRIO_PROCESS, 0));
	again("tells", NULL);
	wait(NULL);
	ok("setpriority -7 as root", setpriority(PRIO_PROCESS, 0, -7));
	errno = 0;
	say("getpriority %d, errno %d", getpriority(PRIO_PROCESS, 0), errno);
	show("nice 3", nice(3) == -4);
	ok("setpriority of an unknown kind", setpriority(9, 0, 0));
	ok("getpriority of nobody", getpriority(PRIO_PROCESS, 99999) == -1 ? -1 : 0);
	cpu_set_t cpus;
	ok("sched_getaffinity", sched_getaffinity(0, sizeof cpus, &cpus));
	yes("a processor is in it", CPU_COUNT(&cpus) >= 1);
	yes("getcpu names one", sched_getcpu() >= 0);
	return 0;
}

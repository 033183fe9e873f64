/* SPDX-License-Identifier: MIT */
/* Starting one program in a child. */
#ifndef DCE_SPAWN_H
#define DCE_SPAWN_H

#include <sys/types.h>

#define LOG_FOLDER "/var/log"

/*
 * Real-time priorities: no program keeps init waiting, and none keeps a child waiting that init
 * waits for. Once it has its program, a child is like any other.
 */
#define INIT_PRIORITY 2
#define CHILD_PRIORITY 1

struct spawn {
	char **argv;
	char **env;
	const char *cwd;
	const char *input;	/* descriptor 0 */
	const char *output;	/* descriptors 1 and 2, where there is no log */
	uid_t uid;
	gid_t gid;
	int log;		/* 1 and 2 are in /var/log/PID */

	/* Told by the child: it ends without a program. */
	int gave_up;

	/* Told when it cannot even say on its stderr what is wrong. */
	int error;
	char failed[64];
};

/*
 * The child's pid once it runs its program or has ended, -1 with errno. A program that cannot be
 * run is a message on the child's stderr and status 127 (there is none) or 126, as of a shell.
 */
pid_t spawn_child(struct spawn *spawn);

/* sched_setscheduler(2), which libc refuses. */
int set_scheduler(pid_t pid, int policy, int priority);

#endif

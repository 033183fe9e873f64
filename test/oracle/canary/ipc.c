/* SPDX-License-Identifier: MIT */
/* Breaks ipc-semaphore: semop forgets to undo. */
#define _GNU_SOURCE
#include <sys/sem.h>

int __real_semop(int set, struct sembuf *operations, size_t count);

int __wrap_semop(int set, struct sembuf *operations, size_t count)
{
	for (size_t i = 0; i < count; i++) operations[i].sem_flg &= ~SEM_UNDO;
	return __real_semop(set, operations, count);
}

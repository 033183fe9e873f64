// SPDX-License-Identifier: GPL-2.0-only
/* What the host may ask about tasks, for its messages: kernel/sched/core.c keeps the truth. */
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <asm/host.h>
#include <asm/page.h>

static char scratch[PAGE_SIZE];

/* Room for the texts that the host asks for. */
WASM_EXPORT(scratch_ptr) char *wasm_scratch_ptr(void)
{
	return scratch;
}

WASM_EXPORT(current_pid) int wasm_current_pid(void)
{
	return task_pid_nr(current);
}

/* 1: a trap is the program's. The kernel's part of that task's stack was empty then. */
WASM_EXPORT(in_user_mode) int wasm_in_user_mode(void)
{
	return current->thread.in_user;
}

/* A line `pid comm syscall-number` for each task of a program that waits in the kernel. */
WASM_EXPORT(waiting_tasks) int wasm_waiting_tasks(char *text, int room)
{
	struct task_struct *process, *tsk;
	int n = 0;

	rcu_read_lock();
	for_each_process_thread(process, tsk) {
		if (tsk->thread.entry == WASM_ENTER_NONE || task_is_running(tsk) ||
		    tsk->exit_state)
			continue;
		n += scnprintf(text + n, room - n, "%d %s %d\n", task_pid_nr(tsk), tsk->comm,
			       tsk->thread.syscall_nr);
	}
	rcu_read_unlock();
	return n;
}

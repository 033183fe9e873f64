// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trap in a program. It has unwound the task's coroutine, so the kernel goes on with the task on
 * a new one: the contract of an architecture's fault handler.
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <asm/host.h>
#include <asm/signal_record.h>

/*
 * The frames are gone: a handler runs on this coroutine, and may end the process or the thread,
 * but there is nothing it could return or jump to.
 */
static noinline void run_handler(struct task_struct *tsk)
{
	unsigned long entry = host_user_function(tsk->mm->context.handle, HOST_USER_FAULT_ENTRY);

	if (!entry)
		return;
	tsk->thread.in_user = 1;
	((void (*)(void))entry)();
	tsk->thread.in_user = 0;
}

static noinline void fault(struct task_struct *tsk, int sig, int code, unsigned long addr)
{
	long result = 0;
	int nr = -1;

	force_sig_fault(sig, code, (void __user *)addr);
	wasm_exit_work(&nr, &result);	/* without a handler it does not return */
	if (tsk->thread.signal_flags)
		run_handler(tsk);
	tsk->thread.signal_flags = 0;
	force_fatal_sig(sig);
	wasm_exit_work(&nr, &result);
	do_exit(sig);
}

/* The host calls this only when in_user_mode() says that the trap was the program's. */
WASM_EXPORT(user_fault) void wasm_user_fault(int sig, int code, unsigned long addr)
{
	struct task_struct *tsk = current;

	tsk->thread.in_user = 0;
	tsk->thread.syscall_nr = -1;
	wasm_set_sp((unsigned long)task_pt_regs(tsk) & ~63UL);
	fault(tsk, sig, code, addr);
}

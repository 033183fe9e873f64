// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals and everything else that is done before a task goes back to its program: the contract of
 * kernel/entry/common.c (exit_to_user_mode_loop) and of an architecture's signal.c.
 */
#include <linux/resume_user_mode.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/signal_record.h>
#include <asm/unistd.h>

/* A handler is to run: fill the record that libc will pull. What the call then answers. */
static void deliver(struct ksignal *ksig, u8 flags)
{
	struct thread_struct *thread = &current->thread;
	struct wasm_signal_record *record = thread->record;

	if (!record)
		record = thread->record = kmalloc(sizeof(*record), GFP_KERNEL);
	if (!record) {
		force_fatal_sig(SIGSEGV);
		return;
	}
	*record = (struct wasm_signal_record){
		.sig = ksig->sig,
		.handler = (void __user *)ksig->ka.sa.sa_handler,
		.flags = ksig->ka.sa.sa_flags,
		.oldmask = *sigmask_to_save(),
	};
	copy_siginfo_to_external(&record->info, &ksig->info);
	thread->signal_flags = flags;
	signal_setup_done(0, ksig, 0);
}

/* What becomes of a call that was interrupted with `*result`, when a handler runs. */
static u8 interrupted(const struct ksignal *ksig, long *result)
{
	switch (*result) {
	case -ERESTARTSYS:
		if (ksig->ka.sa.sa_flags & SA_RESTART)
			return WASM_SIGNAL | WASM_AGAIN;
		fallthrough;
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		*result = -EINTR;
		return WASM_SIGNAL;
	case -ERESTARTNOINTR:
		return WASM_SIGNAL | WASM_AGAIN;
	}
	return WASM_SIGNAL;
}

/* And when none does. True: make it again at once. */
static bool repeat(int *nr, long result)
{
	switch (result) {
	case -ERESTART_RESTARTBLOCK:
		*nr = __NR_restart_syscall;
		return true;
	case -ERESTARTSYS:
	case -ERESTARTNOHAND:
	case -ERESTARTNOINTR:
		return true;
	}
	return false;
}

static bool take_signal(int *nr, long *result)
{
	struct ksignal ksig;

	if (get_signal(&ksig)) {
		deliver(&ksig, *nr < 0 ? WASM_SIGNAL : interrupted(&ksig, result));
		return false;
	}
	restore_saved_sigmask();
	return *nr >= 0 && repeat(nr, *result);
}

/*
 * Called with the number and result of the call that ends, or with -1 when none does. One record
 * waits at a time: the next signal is taken when libc has pulled it. True: call again.
 */
bool wasm_exit_work(int *nr, long *result)
{
	struct task_struct *tsk = current;

	for (;;) {
		if (need_resched()) {
			schedule();
			continue;
		}
		if (test_thread_flag(TIF_NOTIFY_RESUME) || task_work_pending(tsk))
			resume_user_mode_work(NULL);
		if (tsk->thread.signal_flags ||
		    !(test_thread_flag(TIF_SIGPENDING) || test_thread_flag(TIF_NOTIFY_SIGNAL)))
			break;
		if (take_signal(nr, result))
			return true;
	}
	if (!tsk->thread.signal_flags)
		restore_saved_sigmask();
	if (tsk->thread.restart)
		wasm_exec_restart();
	return false;
}

/* 1 when a record was copied. */
long wasm_signal_pull(void __user *to, unsigned long size)
{
	struct thread_struct *thread = &current->thread;

	if (!thread->signal_flags)
		return 0;
	thread->signal_flags = 0;
	if (copy_to_user(to, thread->record, min(size, sizeof(*thread->record))))
		force_fatal_sig(SIGSEGV);
	return 1;
}

/* A handler is done: the mask that the record held is in force again. */
long wasm_signal_return(const sigset_t __user *mask)
{
	sigset_t set;

	current->restart_block.fn = do_no_restart_syscall;
	if (copy_from_user(&set, mask, sizeof(set)))
		force_fatal_sig(SIGSEGV);
	else
		set_current_blocked(&set);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks as coroutines: switching, the first entry of a task, entering a program, creation and end.
 * The contract of asm-generic/switch_to.h and of the arch functions that kernel/fork.c and
 * kernel/exit.c call.
 */
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/ptrace.h>
#include <linux/regset.h>
#include <linux/slab.h>
#include <asm/host.h>
#include <asm/signal_record.h>
#include <asm/switch_to.h>

struct task_struct *wasm_current = &init_task;
static struct task_struct *switched_from;

/* Called with interrupts off. A dead task's call never returns: see arch_release_task_struct(). */
struct task_struct *wasm_switch_to(struct task_struct *prev, struct task_struct *next)
{
	unsigned long sp = wasm_get_sp();

	switched_from = prev;
	wasm_current = next;
	host_switch_task(prev, next);
	wasm_set_sp(sp);
	return switched_from;
}

/*
 * Kernel to program, wasm to wasm: no frame of the host lies between, so the whole stack can be
 * suspended. The function comes back only when a program has no more to do, as after a thread's
 * entry function without an exit call.
 */
static noinline void run_program(struct task_struct *tsk)
{
	struct thread_struct *thread = &tsk->thread;
	int handle = tsk->mm->context.handle;
	unsigned long entry;

	thread->restart = 0;
	thread->in_user = 1;
	if (thread->entry == WASM_ENTER_START) {
		entry = host_user_function(handle, HOST_USER_START);
		((void (*)(unsigned long))entry)(thread->user_stack);
	} else {
		entry = host_user_function(handle, HOST_USER_THREAD_ENTRY);
		((void (*)(unsigned long, unsigned long))entry)(thread->user_stack,
								thread->user_tls);
	}
	thread->in_user = 0;
	do_exit(0);
}

static noinline void run_task(struct task_struct *tsk)
{
	schedule_tail(switched_from);
	if (tsk->thread.fn)
		tsk->thread.fn(tsk->thread.fn_arg);
	if (tsk->thread.entry != WASM_ENTER_NONE)
		run_program(tsk);
	do_exit(0);
}

static inline void use_stack_of(struct task_struct *tsk)
{
	wasm_set_sp((unsigned long)task_pt_regs(tsk) & ~63UL);
}

/* A new task's coroutine. */
WASM_EXPORT(task_entry) void wasm_task_entry(struct task_struct *tsk)
{
	use_stack_of(tsk);
	run_task(tsk);
}

/* The coroutine of a task whose program has called exec: the old one, under it, is abandoned. */
WASM_EXPORT(user_entry) void wasm_user_entry(struct task_struct *tsk)
{
	use_stack_of(tsk);
	run_program(tsk);
}

void wasm_exec_restart(void)
{
	host_restart(current);
	__builtin_trap();	/* the host goes on in user_entry */
}

/*
 * A child of a program shares its memory (a thread, posix_spawn): its coroutine starts in the same
 * instance. A copy of the memory, as fork() wants it, is not made yet.
 */
int copy_thread(struct task_struct *tsk, const struct kernel_clone_args *args)
{
	struct thread_struct *thread = &tsk->thread;
	bool exempt = thread->exempt;

	memset(task_pt_regs(tsk), 0, sizeof(struct pt_regs));
	*thread = (struct thread_struct)INIT_THREAD;
	if (args->fn) {
		thread->fn = args->fn;
		thread->fn_arg = args->fn_arg;
		return 0;
	}
	if (!(args->flags & CLONE_VM))
		return -ENOSYS;
	thread->entry = WASM_ENTER_THREAD;
	thread->user_stack = args->stack;
	thread->user_tls = args->tls;
	thread->exempt = exempt;
	if (!host_user_function(current->mm->context.handle, HOST_USER_THREAD_ENTRY))
		return -ENOSYS;
	return 0;
}

void flush_thread(void)
{
}

/* The status that wait4() gives for a group: kernel/exit.c, wait_task_zombie(). */
static int group_status(struct task_struct *tsk)
{
	if (tsk->signal->flags & SIGNAL_GROUP_EXIT)
		return tsk->signal->group_exit_code;
	return tsk->group_leader->exit_code;
}

static void report_exit(struct task_struct *tsk)
{
	int parent;

	rcu_read_lock();
	parent = task_tgid_nr(rcu_dereference(tsk->real_parent));
	rcu_read_unlock();
	host_process_exit(task_tgid_nr(tsk), group_status(tsk), parent);
}

/* Also called for a task that copy_process() has given up, which then is not the current one. */
void exit_thread(struct task_struct *tsk)
{
	if (tsk == current && tsk->thread.entry != WASM_ENTER_NONE &&
	    !atomic_read(&tsk->signal->live))
		report_exit(tsk);
	kfree(tsk->thread.record);
	tsk->thread.record = NULL;
}

void arch_release_task_struct(struct task_struct *tsk)
{
	host_task_free(tsk);
}

/* Nobody can trace a program: it has no registers, and its code cannot be stepped. */
void ptrace_disable(struct task_struct *tsk)
{
}

long arch_ptrace(struct task_struct *tsk, long request, unsigned long addr, unsigned long data)
{
	return -EIO;
}

static const struct user_regset_view regset_view = { .name = "wasm" };

const struct user_regset_view *task_user_regset_view(struct task_struct *tsk)
{
	return &regset_view;
}

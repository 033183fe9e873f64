// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of programs: the table, the charge of processor time before a call acts, the call.
 * The contract of kernel/entry/common.c (syscall_enter_from_user_mode and what follows).
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/task_work.h>
#include <asm/host.h>
#include <asm/interrupt.h>
#include <asm/signal_record.h>
#include <asm/unistd.h>

u32 wasm_syscall_cost_ns;
/* No event of the worker comes before this time. */
double wasm_horizon_ns = __builtin_inf();

WASM_EXPORT(horizon_ptr) double *wasm_horizon_ptr(void)
{
	return &wasm_horizon_ns;
}

/* The memory of a program is libc's: what mm/nommu.c has would hand out kernel addresses. */
#define __wasm_sys_brk		__wasm_sys_ni_syscall
#define __wasm_sys_mmap2	__wasm_sys_ni_syscall
#define __wasm_sys_mremap	__wasm_sys_ni_syscall
#define __wasm_sys_munmap	__wasm_sys_ni_syscall
#define __wasm_sys_shmat	__wasm_sys_ni_syscall
/* Handled before the table is looked at. */
#define __wasm_sys_rt_sigreturn	__wasm_sys_ni_syscall

long __wasm_sys_ni_syscall(const s64 *args);
long __wasm_sys_ni_syscall(const s64 *args)
{
	return -ENOSYS;
}

#define __SYSCALL_WITH_COMPAT(nr, native, compat) __SYSCALL(nr, native)
#define __SYSCALL(nr, call) long __wasm_##call(const s64 *args);
#include <asm/syscall_table_32.h>
#undef __SYSCALL
#define __SYSCALL(nr, call) [nr] = __wasm_##call,
static const wasm_syscall_fn call_table[__NR_syscalls] = {
#include <asm/syscall_table_32.h>
};

static inline long call(unsigned int nr, const s64 *args)
{
	if (nr < __NR_syscalls && call_table[nr])
		return call_table[nr](args);
	return -ENOSYS;
}

/* Arguments of 64 bits come as two words, low then high, without padding for alignment. */
static inline s64 join(s64 low, s64 high)
{
	return (s64)((u64)(u32)low | (u64)(u32)high << 32);
}

static void join_arguments(int nr, s64 *a)
{
	switch (nr) {
	case __NR_truncate64:
	case __NR_ftruncate64:
		a[1] = join(a[1], a[2]);
		break;
	case __NR_pread64:
	case __NR_pwrite64:
		a[3] = join(a[3], a[4]);
		break;
	case __NR_fallocate:
		a[2] = join(a[2], a[3]);
		a[3] = join(a[4], a[5]);
		break;
	case __NR_readahead:
		a[1] = join(a[1], a[2]);
		a[2] = a[3];
		break;
	case __NR_fadvise64_64:
	case __NR_sync_file_range:
		a[1] = join(a[1], a[2]);
		a[2] = join(a[3], a[4]);
		a[3] = a[5];
		break;
	case __NR_fanotify_mark:
		a[2] = join(a[2], a[3]);
		a[3] = a[4];
		a[4] = a[5];
		break;
	}
}

static inline bool exit_work_wanted(struct task_struct *tsk)
{
	return READ_ONCE(tsk->thread_info.flags) || task_work_pending(tsk) ||
	       tsk->thread.restart || tsk->thread.signal_flags;
}

/*
 * The debt reaches past the horizon: the task computes, while events of others come. What wakes a
 * task of higher priority makes it wait with the rest owed. False: a signal's handler comes first.
 */
static noinline bool pay(struct task_struct *tsk, u64 owed)
{
	long result = 0;
	int nr = -1;

	while (owed) {
		u64 start = wasm_now_ns;

		if ((double)(start + owed) < wasm_horizon_ns) {
			wasm_now_ns += owed;
			break;
		}
		/* As in idle: interrupts come here, and find them off. */
		raw_local_irq_disable();
		wasm_clock_advance(host_pause((double)(start + owed)));
		raw_local_irq_enable();
		owed -= min(owed, wasm_now_ns - start);
		tsk->thread.owed_ns = owed;
		if (exit_work_wanted(tsk)) {
			wasm_exit_work(&nr, &result);
			if (tsk->thread.signal_flags)
				return false;
		}
		owed += wasm_interrupt_owed_ns;
		wasm_interrupt_owed_ns = 0;
	}
	tsk->thread.owed_ns = 0;
	return true;
}

/* True: the call may act now. */
static inline bool charge(struct task_struct *tsk, int nr)
{
	u64 owed = tsk->thread.owed_ns + wasm_interrupt_owed_ns;

	if (tsk->thread.exempt)
		return true;
	if (!(nr & WASM_NR_CHARGED))
		owed += wasm_syscall_cost_ns;
	if (!owed)
		return true;
	wasm_interrupt_owed_ns = 0;
	if (unlikely((double)(wasm_now_ns + owed) >= wasm_horizon_ns))
		return pay(tsk, owed);
	wasm_now_ns += owed;
	tsk->thread.owed_ns = 0;
	return true;
}

/* Back to the program: flags in the high half of the answer, the result in the low one. */
static inline s64 answer(struct task_struct *tsk, u8 flags, long result)
{
	tsk->thread.syscall_nr = -1;
	tsk->thread.in_user = 1;
	return (s64)flags << 32 | (u32)result;
}

static noinline s64 private_call(struct task_struct *tsk, int nr, s64 a0, s64 a1)
{
	long result;
	int none = -1;

	if (nr == WASM_NR_SIGPULL)
		result = wasm_signal_pull((void __user *)(unsigned long)a0, (unsigned long)a1);
	else
		result = wasm_signal_return((const sigset_t __user *)(unsigned long)a0);
	if (exit_work_wanted(tsk))
		wasm_exit_work(&none, &result);
	return answer(tsk, tsk->thread.signal_flags, result);
}

/* The system call of a program, called by it directly. */
WASM_EXPORT(user_syscall) s64
user_syscall(int number, int a0, int a1, int a2, int a3, int a4, int a5)
{
	struct task_struct *tsk = current;
	s64 args[6] = { a0, a1, a2, a3, a4, a5 };
	int nr = number & ~WASM_NR_CHARGED;
	long result;

	tsk->thread.in_user = 0;
	tsk->thread.syscall_nr = nr;
	if (unlikely(nr == WASM_NR_SIGPULL || nr == __NR_rt_sigreturn))
		return private_call(tsk, nr, a0, a1);
	if (!charge(tsk, number))
		return answer(tsk, WASM_SIGNAL | WASM_AGAIN | WASM_BEFORE, -EINTR);
	join_arguments(nr, args);
	do {
		result = call(nr, args);
	} while (unlikely(exit_work_wanted(tsk)) && wasm_exit_work(&nr, &result));
	return answer(tsk, tsk->thread.signal_flags, result);
}

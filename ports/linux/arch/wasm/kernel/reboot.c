// SPDX-License-Identifier: GPL-2.0-only
/* Ends of a host: the contract of linux/reboot.h, and panics told to the host. */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/notifier.h>
#include <linux/oom.h>
#include <linux/panic_notifier.h>
#include <linux/pm.h>
#include <linux/reboot.h>
#include <linux/sched/debug.h>
#include <asm/host.h>

static void __noreturn stop(enum host_stop_reason reason)
{
	for (;;) {
		host_stop(reason);
		__builtin_trap();	/* the host's call does not return */
	}
}

void machine_restart(char *cmd)
{
	stop(HOST_RESTART);
}

void machine_halt(void)
{
	stop(HOST_HALT);
}

void machine_power_off(void)
{
	stop(HOST_POWER_OFF);
}

void (*pm_power_off)(void) = machine_power_off;

/* No stack can be walked; the host prints the engine's. */
void show_regs(struct pt_regs *regs)
{
}

void show_stack(struct task_struct *tsk, unsigned long *sp, const char *loglvl)
{
}

/* panic() would wait for somebody to press reset, in a loop. */
static int panic_stop(struct notifier_block *self, unsigned long event, void *message)
{
	console_flush_on_panic(CONSOLE_FLUSH_PENDING);
	stop(HOST_PANIC);
}

static struct notifier_block panic_block = {
	.notifier_call = panic_stop,
	.priority = INT_MIN,	/* after everybody else */
};

/*
 * The memory holds tables, sockets and /tmp, nothing that killing a program would give back
 * (mm/oom_kill.c has no sysctl panic_on_oom without an MMU).
 */
static int panic_exhausted(struct notifier_block *self, unsigned long event, void *freed)
{
	panic("the memory of this host is exhausted");
}

static struct notifier_block oom_block = { .notifier_call = panic_exhausted };

static int __init panic_init(void)
{
	register_oom_notifier(&oom_block);
	return atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
}
early_initcall(panic_init);

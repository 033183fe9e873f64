// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts: calls of the host on its own stack while the idle task is suspended or a task is
 * paused. Each answers whether the suspended one is to go on. Fills the contract of
 * asm-generic/irq_regs.h and the part of arch code round a handler.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/tick.h>
#include <asm/host.h>
#include <asm/interrupt.h>
#include <asm/irq_regs.h>

unsigned long wasm_irqs_enabled;
u32 wasm_interrupt_cost_ns;
/* Paid by the task that makes the next system call, whichever it is. */
u64 wasm_interrupt_owed_ns;

static struct pt_regs interrupt_regs;

void wasm_interrupt_enter(double now_ns)
{
	wasm_clock_advance(now_ns);
	wasm_interrupt_owed_ns += wasm_interrupt_cost_ns;
	/* A paused task computes in its program: the tick counts that as user time. */
	interrupt_regs.user = !is_idle_task(current);
	set_irq_regs(&interrupt_regs);
	irq_enter();
}

int wasm_interrupt_exit(void)
{
	irq_exit();
	set_irq_regs(NULL);
	return wasm_interrupt_answer();
}

/*
 * 1: resume. An idle task that stays idle sets its timer here, as its loop would: on one processor
 * nothing wakes it for a timer that was armed in the handler.
 */
int wasm_interrupt_answer(void)
{
	if (!is_idle_task(current))
		return need_resched() || signal_pending(current);
	if (need_resched())
		return 1;
	tick_nohz_idle_stop_tick();
	return 0;
}

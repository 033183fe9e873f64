// SPDX-License-Identifier: GPL-2.0-only
/* The idle task: suspended until an interrupt says that a task is to run (kernel/sched/idle.c). */
#include <linux/cpu.h>
#include <asm/host.h>

/* Entered and left with interrupts off, which is what an interrupt of the host expects. */
void arch_cpu_idle(void)
{
	host_idle();
}

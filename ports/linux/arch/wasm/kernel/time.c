// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock: a variable that the host's calls advance. Clock source, clock event and
 * sched_clock() over it, for kernel/time.
 */
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/interrupt.h>
#include <linux/sched/clock.h>
#include <linux/timekeeping.h>
#include <asm/host.h>
#include <asm/interrupt.h>

u64 wasm_now_ns;

WASM_EXPORT(now_ptr) u64 *wasm_now_ptr(void)
{
	return &wasm_now_ns;
}

unsigned long long notrace sched_clock(void)
{
	return wasm_now_ns;
}

static u64 virtual_read(struct clocksource *cs)
{
	return wasm_now_ns;
}

static struct clocksource virtual_clock = {
	.name = "virtual",
	.rating = 499,
	.read = virtual_read,
	.mask = CLOCKSOURCE_MASK(64),
	.flags = CLOCK_SOURCE_IS_CONTINUOUS | CLOCK_SOURCE_VALID_FOR_HRES,
};

/* Both clocks count the same nanoseconds, from different points: convert by the difference. */
static int virtual_set_next(ktime_t expires, struct clock_event_device *dev)
{
	s64 delta = max_t(s64, expires - ktime_get(), 0);

	host_set_timer((double)(s64)(wasm_now_ns + delta));
	return 0;
}

static int virtual_stop(struct clock_event_device *dev)
{
	host_set_timer(-1.0);
	return 0;
}

static struct clock_event_device virtual_event = {
	.name = "virtual",
	.rating = 499,
	.features = CLOCK_EVT_FEAT_ONESHOT | CLOCK_EVT_FEAT_KTIME,
	.set_next_ktime = virtual_set_next,
	.set_state_shutdown = virtual_stop,
	.set_state_oneshot_stopped = virtual_stop,
};

void __init time_init(void)
{
	clocksource_register_hz(&virtual_clock, NSEC_PER_SEC);
	virtual_event.cpumask = cpumask_of(0);
	clockevents_config_and_register(&virtual_event, NSEC_PER_SEC, 1, 0x7fffffff);
}

/* The world's time comes with the boot block (drivers/attach.c). */
void read_persistent_clock64(struct timespec64 *ts)
{
	*ts = (struct timespec64){ };
}

WASM_EXPORT(timer_interrupt) int wasm_timer_interrupt(double now_ns)
{
	wasm_interrupt_enter(now_ns);
	virtual_event.event_handler(&virtual_event);
	return wasm_interrupt_exit();
}

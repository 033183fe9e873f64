/* SPDX-License-Identifier: GPL-2.0-only */
/* What a host is told of itself in the second step of the boot (import boot_block). */
#ifndef _ASM_WASM_BOOT_BLOCK_H
#define _ASM_WASM_BOOT_BLOCK_H

#include <linux/types.h>

#define WASM_BOOT_MAGIC		0x65636464
#define WASM_BOOT_VERSION	1
#define WASM_PORTS_MAX		64

struct wasm_boot_port {
	u8 mac[6];
	u8 pad[2];
	char name[16];
	u32 mtu;
	u32 tx_ring;			/* frames */
	double rate_bps;		/* bits per second, 0: not limited */
	u32 flags;			/* none defined */
	u32 reserved;
};

struct wasm_boot_block {
	u32 magic;
	u32 version;
	u8 seed[32];
	char hostname[64];
	s64 realtime_ns;		/* of the world, at virtual time 0 */
	u32 syscall_cost_ns;
	u32 interrupt_cost_ns;
	u32 ports;
	u32 reserved;
	struct wasm_boot_port port[];
};

#endif

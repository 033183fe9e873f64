/* SPDX-License-Identifier: GPL-2.0-only */
/* The network card of a port: what nic.c, which moves frames, and nic_ethtool.c share. */
#ifndef _WASM_NIC_H
#define _WASM_NIC_H

#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <asm/boot_block.h>

struct wasm_nic {
	int port;
	double rate_bps;
	u32 tx_ring;
	u64 tx_stops;		/* times that the ring was full and the queue stopped */
	u64 tx_wakes;
	u64 rx_no_memory;	/* frames that found no buffer */
	u64 rx_down;		/* frames that came while the interface was down */
};

extern const struct ethtool_ops wasm_nic_ethtool_ops;

int wasm_nic_register(const struct wasm_boot_port *ports, unsigned int n);

#endif

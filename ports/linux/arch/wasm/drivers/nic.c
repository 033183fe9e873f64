// SPDX-License-Identifier: GPL-2.0-only
/*
 * The network card: the contract of linux/netdevice.h for a driver. The transmit ring is the
 * host's: it says when it is full, and interrupts when there is room. A received frame gets its
 * buffer when it comes (rx_begin), is copied by the bridge module (ports/linux/bridge/nic.wat) and
 * goes up the stack at once (rx_end).
 */
#include <linux/etherdevice.h>
#include <linux/interrupt.h>
#include <linux/netdevice.h>
#include <linux/sched.h>
#include <linux/tick.h>
#include <asm/host.h>
#include <asm/interrupt.h>
#include "nic.h"

static struct net_device *nics[WASM_PORTS_MAX];
/* Between rx_begin and rx_end. */
static struct sk_buff *rx_skb;

static netdev_tx_t nic_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct wasm_nic *nic = netdev_priv(dev);

	dev->stats.tx_packets++;
	dev->stats.tx_bytes += skb->len;
	skb_tx_timestamp(skb);
	if (host_net_xmit(nic->port, skb->data, skb->len, (double)wasm_now_ns)) {
		nic->tx_stops++;
		netif_stop_queue(dev);
	}
	dev_consume_skb_any(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops nic_ops = {
	.ndo_start_xmit = nic_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

WASM_EXPORT(tx_wake) int wasm_tx_wake(double now_ns, int port)
{
	struct net_device *dev = nics[port];

	wasm_interrupt_enter(now_ns);
	((struct wasm_nic *)netdev_priv(dev))->tx_wakes++;
	netif_wake_queue(dev);
	return wasm_interrupt_exit();
}

WASM_EXPORT(link_change) int wasm_link_change(double now_ns, int port, int carrier)
{
	wasm_interrupt_enter(now_ns);
	if (carrier)
		netif_carrier_on(nics[port]);
	else
		netif_carrier_off(nics[port]);
	return wasm_interrupt_exit();
}

/* Where the frame of `n` bytes goes, NULL when it is lost. */
WASM_EXPORT(rx_begin) void *wasm_rx_begin(double now_ns, int port, unsigned int n)
{
	struct net_device *dev = nics[port];
	struct wasm_nic *nic = netdev_priv(dev);
	struct sk_buff *skb;

	wasm_clock_advance(now_ns);
	wasm_interrupt_owed_ns += wasm_interrupt_cost_ns;
	if (unlikely(!netif_running(dev))) {
		nic->rx_down++;
		dev->stats.rx_dropped++;
		return NULL;
	}
	skb = alloc_skb(NET_SKB_PAD + NET_IP_ALIGN + n, GFP_ATOMIC);
	if (unlikely(!skb)) {
		nic->rx_no_memory++;
		dev->stats.rx_dropped++;
		return NULL;
	}
	skb_reserve(skb, NET_SKB_PAD + NET_IP_ALIGN);
	skb->dev = dev;
	rx_skb = skb;
	return __skb_put(skb, n);
}

/*
 * As a softirq runs, without the way through one: with interrupts flagged off every buffer that is
 * freed would take that way. Only an idle task's tick may be touched.
 */
WASM_EXPORT(rx_end) int wasm_rx_end(int port)
{
	struct net_device *dev = nics[port];
	struct sk_buff *skb = rx_skb;

	dev->stats.rx_packets++;
	dev->stats.rx_bytes += skb->len;
	skb->protocol = eth_type_trans(skb, dev);
	if (is_idle_task(current))
		tick_irq_enter();
	raw_local_irq_enable();
	local_bh_disable();
	netif_receive_skb(skb);
	local_bh_enable();
	raw_local_irq_disable();
	return wasm_interrupt_answer();
}

static void nic_setup(struct net_device *dev, const struct wasm_boot_port *config, int port)
{
	struct wasm_nic *nic = netdev_priv(dev);

	nic->port = port;
	nic->rate_bps = config->rate_bps;
	nic->tx_ring = config->tx_ring;
	dev->netdev_ops = &nic_ops;
	dev->ethtool_ops = &wasm_nic_ethtool_ops;
	dev->mtu = config->mtu;
	dev->min_mtu = ETH_MIN_MTU;
	/* The host's frames have room for the port's MTU, a standard one at least. */
	dev->max_mtu = max_t(u32, config->mtu, ETH_DATA_LEN);
	eth_hw_addr_set(dev, config->mac);
	netif_carrier_off(dev);
}

int wasm_nic_register(const struct wasm_boot_port *ports, unsigned int n)
{
	unsigned int port;
	int err;

	for (port = 0; port < n; port++) {
		struct net_device *dev;

		dev = alloc_netdev(sizeof(struct wasm_nic), ports[port].name, NET_NAME_ENUM,
				   ether_setup);
		if (!dev)
			return -ENOMEM;
		nic_setup(dev, &ports[port], port);
		err = register_netdev(dev);
		if (err) {
			free_netdev(dev);
			return err;
		}
		nics[port] = dev;
		/* Links are up from the start; only a change after this shows as UP. */
		netif_carrier_on(dev);
	}
	return 0;
}

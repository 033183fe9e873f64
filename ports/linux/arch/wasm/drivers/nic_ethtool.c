// SPDX-License-Identifier: GPL-2.0-only
/* What ethtool asks of the card: the contract of linux/ethtool.h. */
#include <linux/ethtool.h>
#include <linux/math.h>
#include <linux/netdevice.h>
#include <linux/string.h>
#include "nic.h"

static const char stat_names[][ETH_GSTRING_LEN] = {
	"tx_packets",
	"tx_bytes",
	"tx_ring_stops",
	"tx_ring_wakes",
	"rx_packets",
	"rx_bytes",
	"rx_no_memory",
	"rx_interface_down",
};

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	struct wasm_nic *nic = netdev_priv(dev);

	strscpy(info->driver, "dce", sizeof(info->driver));
	snprintf(info->bus_info, sizeof(info->bus_info), "port%d", nic->port);
}

static int get_link_ksettings(struct net_device *dev, struct ethtool_link_ksettings *settings)
{
	struct wasm_nic *nic = netdev_priv(dev);

	/* ethtool counts in Mbit/s, so that a slower port shows 1 */
	if (nic->rate_bps > 0)
		settings->base.speed = max((u32)(nic->rate_bps / 1e6), 1);
	else
		settings->base.speed = SPEED_UNKNOWN;
	settings->base.duplex = DUPLEX_FULL;
	settings->base.autoneg = AUTONEG_DISABLE;
	settings->base.port = PORT_OTHER;
	return 0;
}

/* A received frame takes a buffer when it comes: there is no receive ring. */
static void get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring,
			  struct kernel_ethtool_ringparam *kernel_ring,
			  struct netlink_ext_ack *extack)
{
	struct wasm_nic *nic = netdev_priv(dev);

	ring->tx_max_pending = nic->tx_ring;
	ring->tx_pending = nic->tx_ring;
}

static int get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? ARRAY_SIZE(stat_names) : -EOPNOTSUPP;
}

static void get_strings(struct net_device *dev, u32 set, u8 *names)
{
	if (set == ETH_SS_STATS)
		memcpy(names, stat_names, sizeof(stat_names));
}

static void get_ethtool_stats(struct net_device *dev, struct ethtool_stats *stats, u64 *value)
{
	struct wasm_nic *nic = netdev_priv(dev);

	*value++ = dev->stats.tx_packets;
	*value++ = dev->stats.tx_bytes;
	*value++ = nic->tx_stops;
	*value++ = nic->tx_wakes;
	*value++ = dev->stats.rx_packets;
	*value++ = dev->stats.rx_bytes;
	*value++ = nic->rx_no_memory;
	*value++ = nic->rx_down;
}

const struct ethtool_ops wasm_nic_ethtool_ops = {
	.get_drvinfo = get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_ksettings,
	.get_ringparam = get_ringparam,
	.get_sset_count = get_sset_count,
	.get_strings = get_strings,
	.get_ethtool_stats = get_ethtool_stats,
	.get_ts_info = ethtool_op_get_ts_info,
};

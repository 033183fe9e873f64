// SPDX-License-Identifier: MIT
/* What ethtool shows of an interface without options, with -i, -g and -S, a line each. */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static struct ifreq request;
static int device;

static void ask(const char *what, void *data)
{
	request.ifr_data = data;
	if (ioctl(device, SIOCETHTOOL, &request)) {
		perror(what);
		exit(1);
	}
}

static void show_driver(void)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	ask("driver", &info);
	printf("driver %s\n", info.driver);
	printf("bus %s\n", info.bus_info);
	printf("statistics %u\n", info.n_stats);
}

/* The kernel first says how many words its masks have, as a negative number. */
static void show_settings(void)
{
	struct ethtool_link_settings *settings = calloc(1, sizeof(*settings) + 3 * 127 * 4);
	struct ethtool_value link = { .cmd = ETHTOOL_GLINK };

	settings->cmd = ETHTOOL_GLINKSETTINGS;
	ask("link settings", settings);
	settings->cmd = ETHTOOL_GLINKSETTINGS;
	settings->link_mode_masks_nwords = -settings->link_mode_masks_nwords;
	ask("link settings", settings);
	ask("link", &link);
	printf("speed %d\n", (int)settings->speed);
	printf("duplex %s\n", settings->duplex == DUPLEX_FULL ? "full" : "other");
	printf("autonegotiation %u\n", settings->autoneg);
	printf("link %u\n", link.data);
}

static void show_rings(void)
{
	struct ethtool_ringparam rings = { .cmd = ETHTOOL_GRINGPARAM };

	ask("rings", &rings);
	printf("tx_ring %u of %u\n", rings.tx_pending, rings.tx_max_pending);
}

static void show_statistics(void)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	struct ethtool_gstrings *names;
	struct ethtool_stats *values;
	__u32 i;

	ask("number of statistics", &info);
	names = calloc(1, sizeof(*names) + info.n_stats * ETH_GSTRING_LEN);
	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_STATS;
	names->len = info.n_stats;
	ask("names of statistics", names);
	values = calloc(1, sizeof(*values) + info.n_stats * sizeof(__u64));
	values->cmd = ETHTOOL_GSTATS;
	values->n_stats = info.n_stats;
	ask("statistics", values);
	for (i = 0; i < info.n_stats; i++)
		printf("%.*s %llu\n", ETH_GSTRING_LEN, (char *)names->data + i * ETH_GSTRING_LEN,
		       (unsigned long long)values->data[i]);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: ethtool INTERFACE\n");
		return 2;
	}
	strncpy(request.ifr_name, argv[1], IFNAMSIZ - 1);
	device = socket(AF_INET, SOCK_DGRAM, 0);
	show_driver();
	show_settings();
	show_rings();
	show_statistics();
	return 0;
}

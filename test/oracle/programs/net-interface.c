/* SPDX-License-Identifier: MIT */
/* Interfaces as ioctl, getifaddrs and if_nametoindex tell them: the loopback one, and changes. */
#include "inet.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <sys/ioctl.h>

static void addresses(void)
{
	struct ifaddrs *all, *one;
	char text[64];
	ok("getifaddrs", getifaddrs(&all));
	for (one = all; one; one = one->ifa_next) {
		if (strcmp(one->ifa_name, "lo") || !one->ifa_addr) continue;
		if (one->ifa_addr->sa_family == AF_INET) {
			struct sockaddr_in *a = (void *)one->ifa_addr,
				*mask = (void *)one->ifa_netmask;
			say("lo has %s", inet_ntoa(a->sin_addr));
			say("its mask is %s", inet_ntoa(mask->sin_addr));
		} else if (one->ifa_addr->sa_family == AF_INET6) {
			struct sockaddr_in6 *a = (void *)one->ifa_addr;
			say("lo has %s", inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text));
		}
	}
	freeifaddrs(all);
}

static void controls(int fd)
{
	struct ifreq r = { .ifr_name = "lo" };
	struct sockaddr_in *a = (void *)&r.ifr_addr;
	ok("SIOCGIFFLAGS", ioctl(fd, SIOCGIFFLAGS, &r));
	yes("up", r.ifr_flags & IFF_UP);
	yes("loopback", r.ifr_flags & IFF_LOOPBACK);
	ok("SIOCGIFMTU", ioctl(fd, SIOCGIFMTU, &r));
	show("MTU", r.ifr_mtu);
	ok("SIOCGIFHWADDR", ioctl(fd, SIOCGIFHWADDR, &r));
	yes("its kind is loopback", r.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK);
	ok("SIOCGIFADDR", ioctl(fd, SIOCGIFADDR, &r));
	say("address %s", inet_ntoa(a->sin_addr));
	ok("SIOCGIFINDEX", ioctl(fd, SIOCGIFINDEX, &r));
	yes("if_nametoindex says the same", (int)if_nametoindex("lo") == r.ifr_ifindex);
	r.ifr_mtu = 9000;
	ok("SIOCSIFMTU", ioctl(fd, SIOCSIFMTU, &r));
	r.ifr_mtu = 0;
	ioctl(fd, SIOCGIFMTU, &r);
	show("MTU now", r.ifr_mtu);
	a->sin_family = AF_INET;
	a->sin_addr.s_addr = inet_addr("127.5.5.5");
	ok("SIOCSIFADDR", ioctl(fd, SIOCSIFADDR, &r));
	ioctl(fd, SIOCGIFADDR, &r);
	say("address %s", inet_ntoa(a->sin_addr));
	r.ifr_flags = IFF_LOOPBACK;
	ok("down", ioctl(fd, SIOCSIFFLAGS, &r));
	r.ifr_flags = IFF_LOOPBACK | IFF_UP;
	ok("up again", ioctl(fd, SIOCSIFFLAGS, &r));
	ok("connect to a port that nobody has", connect_to(socket(AF_INET, SOCK_STREAM, 0), 6100));
	strcpy(r.ifr_name, "none0");
	ok("an interface that is not there", ioctl(fd, SIOCGIFFLAGS, &r));
	ok("if_nametoindex of it", if_nametoindex("none0") ? 0 : -1);
	char name[IF_NAMESIZE] = "";
	if_indextoname(if_nametoindex("lo"), name);
	say("if_indextoname gives '%s'", name);
}

static void as_user(int fd)
{
	struct ifreq r = { .ifr_name = "lo" };
	setuid(1000);
	ok("a user may look", ioctl(fd, SIOCGIFMTU, &r));
	ok("but not change", ioctl(fd, SIOCSIFMTU, &r));
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	addresses();
	controls(fd);
	as_user(fd);
	return 0;
}

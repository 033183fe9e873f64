// SPDX-License-Identifier: MIT
/*
 * Sends COUNT datagrams of SIZE bytes to ADDRESS:9, one every INTERVAL nanoseconds; one before them
 * resolves the addresses of the way. Usage: udp_source ADDRESS COUNT INTERVAL SIZE
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void add_ns(struct timespec *t, long ns)
{
	t->tv_nsec += ns;
	while (t->tv_nsec >= 1000000000) {
		t->tv_nsec -= 1000000000;
		t->tv_sec++;
	}
}

int main(int argc, char **argv)
{
	static char payload[65536];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct timespec next;
	long count, interval, size, failed = 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (argc != 5 || fd < 0 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 2;
	count = atol(argv[2]);
	interval = atol(argv[3]);
	size = atol(argv[4]);
	prctl(PR_SET_TIMERSLACK, 1L);	/* the default would delay each sleep by 50 us */
	sendto(fd, payload, 4, 0, (struct sockaddr *)&to, sizeof(to));
	sleep(1);
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (long i = 0; i < count; i++) {
		if (sendto(fd, payload, size, 0, (struct sockaddr *)&to, sizeof(to)) != size)
			failed++;
		add_ns(&next, interval);
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
	}
	printf("%ld sent, %ld failed\n", count, failed);
	return failed != 0;
}

// SPDX-License-Identifier: MIT
/* Faults by name: what a user's broken program does. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
	int kind;
};

static volatile int counter;
static struct request *volatile none;

__attribute__((noinline)) static int handle_request(const struct request *request)
{
	return request->kind + counter;
}

__attribute__((noinline)) static int serve(void)
{
	return handle_request(none) + counter;
}

__attribute__((noinline)) static void compute(void)
{
	for (;;)
		counter++;
}

/* Until malloc says no; every page is touched. Volatile: a compiler may leave out all of it. */
static int fill_memory(void)
{
	int mib = 0;
	char *volatile block;

	while ((block = malloc(1 << 20))) {
		memset(block, 1, 1 << 20);
		mib++;
	}
	printf("%d MiB, then %s\n", mib, errno == ENOMEM ? "ENOMEM" : strerror(errno));
	printf("mmap %s\n", mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
				 errno == ENOMEM ? "ENOMEM" : "worked");
	return 0;
}

/* For a datagram that nobody sends. */
static int receive(void)
{
	char buffer[16];

	return recvfrom(socket(AF_INET, SOCK_DGRAM, 0), buffer, sizeof(buffer), 0, NULL, NULL);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	fprintf(stderr, "about to %s\n", how);
	if (!strcmp(how, "crash"))
		return serve();
	if (!strcmp(how, "compute"))
		compute();
	if (!strcmp(how, "fill"))
		return fill_memory();
	if (!strcmp(how, "receive"))
		return receive();
	if (!strcmp(how, "switch-off"))
		return reboot(RB_POWER_OFF);
	return 3;
}

// SPDX-License-Identifier: MIT
/* Receives COUNT datagrams of SIZE bytes on port 9, prints the sum. Usage: udp_sink COUNT SIZE */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	static char buffer[65536];
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 1 << 20;
	long count, size, received = 0;

	if (argc != 3 || bind(fd, (struct sockaddr *)&any, sizeof(any)))
		return 2;
	count = atol(argv[1]);
	size = atol(argv[2]);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	while (received < count)
		if (recv(fd, buffer, sizeof(buffer), 0) == size)
			received++;
	printf("%ld\n", received * size);
	return 0;
}

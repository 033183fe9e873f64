// SPDX-License-Identifier: MIT
/* Accepts one connection on port 9, reads it to its end and prints its bytes. */
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	static char buffer[65536];
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	long long bytes = 0;
	ssize_t n;

	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) || listen(fd, 1))
		return 2;
	fd = accept(fd, NULL, NULL);
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		bytes += n;
	printf("%lld\n", bytes);
	return n != 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The chain of bench/chain.ts on ns-3: N nodes, links of 1 Gbit/s and 1 us, UDP at a constant rate
 * or one TCP transfer. Prints JSON: bytes received, data packets seen on links, CPU seconds of the
 * run. Usage: chain udp|tcp N COUNT-OR-BYTES
 */
#include <sys/resource.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

using namespace ns3;

namespace
{

const uint32_t kDatagramBytes = 1470;
const uint32_t kSegmentBytes = 1448;
const uint32_t kBufferBytes = 4 << 20;
const uint64_t kIntervalNs = 117600;
const uint16_t kPort = 9;

uint64_t dataHops;

void
CountFrame(Ptr<const Packet> packet)
{
    if (packet->GetSize() > 1000)
    {
        dataHops++;
    }
}

double
CpuSeconds()
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& t) { return t.tv_sec + t.tv_usec / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/** Links the nodes in a row; the address of the last one. */
Ipv4Address
LinkChain(NodeContainer nodes)
{
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    link.SetChannelAttribute("Delay", StringValue("1us"));
    Ipv4AddressHelper addresses;
    addresses.SetBase("10.1.0.0", "255.255.255.0");
    Ipv4InterfaceContainer last;
    for (uint32_t i = 0; i + 1 < nodes.GetN(); i++)
    {
        NetDeviceContainer devices = link.Install(nodes.Get(i), nodes.Get(i + 1));
        last = addresses.Assign(devices);
        addresses.NewNetwork();
        devices.Get(1)->TraceConnectWithoutContext("PhyRxEnd", MakeCallback(&CountFrame));
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return last.GetAddress(1);
}

} // namespace

int
main(int argc, char** argv)
{
    if (argc != 4)
    {
        return 2;
    }
    const bool tcp = std::string(argv[1]) == "tcp";
    const uint64_t amount = std::atoll(argv[3]);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(kSegmentBytes));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(kBufferBytes));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(kBufferBytes));
    NodeContainer nodes;
    nodes.Create(std::atoi(argv[2]));
    InternetStackHelper().Install(nodes);
    const InetSocketAddress to(LinkChain(nodes), kPort);
    const InetSocketAddress any(Ipv4Address::GetAny(), kPort);
    const std::string factory = tcp ? "ns3::TcpSocketFactory" : "ns3::UdpSocketFactory";
    PacketSinkHelper sinkHelper(factory, any);
    auto sink = DynamicCast<PacketSink>(sinkHelper.Install(nodes.Get(nodes.GetN() - 1)).Get(0));
    if (tcp)
    {
        BulkSendHelper source(factory, to);
        source.SetAttribute("MaxBytes", UintegerValue(amount));
        source.SetAttribute("SendSize", UintegerValue(65536));
        source.Install(nodes.Get(0)).Start(Seconds(1));
    }
    else
    {
        UdpClientHelper source(to.GetIpv4(), kPort);
        source.SetAttribute("Interval", TimeValue(NanoSeconds(kIntervalNs)));
        source.SetAttribute("PacketSize", UintegerValue(kDatagramBytes));
        source.SetAttribute("MaxPackets", UintegerValue(amount));
        source.Install(nodes.Get(0)).Start(Seconds(1));
    }
    const double before = CpuSeconds();
    Simulator::Stop(Seconds(tcp ? 1000 : 2 + amount * kIntervalNs / 1e9));
    Simulator::Run();
    std::cout << "{\"bytes\":" << sink->GetTotalRx() << ",\"dataHops\":" << dataHops
              << ",\"cpuS\":" << CpuSeconds() - before << "}" << std::endl;
    return 0;
}

import { DtlsClient, type Transport } from "werift";
import type { MediaCertificate } from "../media/certificate";
import type { MediaLeg } from "../media/media-leg";
import { SecureEnd, type SecureEndEvents } from "../media/secure-end";

/** The gateway's end of DTLS-SRTP and werift's client, with nothing between them but what a test puts there. */
export class SecureLine {
  readonly events: { opened: number; rtp: Buffer[]; rtcp: Buffer[] } = { opened: 0, rtp: [], rtcp: [] };
  readonly lines: string[] = [];
  /** All that the gateway's end has sent. */
  readonly sent: Buffer[] = [];
  /** All that the client has sent. */
  readonly received: Buffer[] = [];
  /** What becomes of a packet of the client on its way. */
  carry: (packet: Buffer) => Buffer[] = (packet) => [packet];
  readonly end: SecureEnd;
  readonly client: DtlsClient;

  /** `trusted`: the fingerprint that the gateway expects, the client's unless given; null: its SDP has not come. */
  constructor(
    readonly certificates: { gateway: MediaCertificate; client: MediaCertificate },
    trusted: string | null = certificates.client.fingerprint,
  ) {
    const transport: Transport = {
      type: "test",
      address: { address: "0.0.0.0", port: 0, family: "IPv4" },
      closed: false,
      onData: () => {},
      send: async (packet) => {
        this.received.push(Buffer.from(packet));
        for (const one of this.carry(Buffer.from(packet))) setImmediate(() => this.end.receive(one));
      },
      close: async () => {},
    };
    const leg: Pick<MediaLeg, "receive" | "peer"> = {
      peer: undefined,
      receive: (packet) => {
        this.sent.push(packet);
        setImmediate(() => transport.onData(packet, ["0.0.0.0", 0]));
      },
    };
    const events: SecureEndEvents = {
      opened: () => {
        this.events.opened += 1;
      },
      rtp: (packet) => this.events.rtp.push(packet),
      rtcp: (packet) => this.events.rtcp.push(packet),
    };
    this.end = new SecureEnd({
      leg: leg as MediaLeg,
      certificate: certificates.gateway,
      fingerprint: trusted === null ? undefined : { hash: "sha-256", value: trusted },
      events,
      log: (about, what) => this.lines.push(`${about}: ${what}`),
      about: "test",
    });
    const { certPem, keyPem, signatureHash } = certificates.client;
    this.client = new DtlsClient({
      cert: certPem,
      key: keyPem,
      signatureHash,
      srtpProfiles: [1],
      extendedMasterSecret: true,
      transport,
    });
  }

  /** Makes the handshake. Resolves when the client's side of it has ended. */
  async connect(): Promise<void> {
    const connected = new Promise<void>((resolve) => this.client.onConnect.subscribe(() => resolve()));
    void this.client.connect();
    await connected;
  }
}

import { timingSafeEqual } from "node:crypto";
// werift is a whole WebRTC stack without a narrower entry point. Its DTLS server and its SRTP are used here.
import {
  DtlsServer,
  keyLength,
  ProtectionProfileAes128CmHmacSha1_80,
  type RtpPacket,
  SrtcpSession,
  SrtpSession,
  saltLength,
  type Transport,
} from "werift";
import { type Log, reason } from "../base/log";
import { fingerprintOf, type MediaCertificate } from "./certificate";
import { ownsCertificate } from "./dtls-proof";
import { HandshakeOrder, sealedRecords } from "./handshake-order";
import type { MediaLeg, PacketReceiver } from "./media-leg";
import { SrtpReceiver } from "./srtp-receiver";

/** Who gets what a browser sends, decrypted. */
export interface SecureEndEvents {
  /** The keys are there: packets can be sent. Called at most once. */
  opened(): void;
  /** An RTP packet, header included. It was authenticated, but may be malformed. */
  rtp(packet: Buffer): void;
  /** A compound RTCP packet. */
  rtcp(packet: Buffer): void;
}

/** Between whom DTLS is made. */
export interface SecureEndOptions {
  leg: MediaLeg;
  certificate: MediaCertificate;
  /** The fingerprint in the browser's SDP; undefined until it has come. */
  fingerprint: RemoteFingerprint | undefined;
  events: SecureEndEvents;
  log: Log;
  /** What the log lines are about. */
  about: string;
}

export interface RemoteFingerprint {
  hash: string;
  value: string;
}

/** The one SRTP profile that every browser has (RFC 8827, section 6.5). */
const PROFILE = ProtectionProfileAes128CmHmacSha1_80;

/** A handshake takes about ten packets. A browser that sends far more of them does not mean to finish one. */
const MAX_HANDSHAKE_PACKETS = 500;

/** What goes wrong in a handshake is logged so often, and then no more. */
const MAX_ERRORS_LOGGED = 3;

/** werift sends a flight again until it has got to a later one. */
const PAST_ALL_FLIGHTS = 100;

/** The path of a packet is the leg's matter. */
const NO_ADDRESS: [string, number] = ["0.0.0.0", 0];

/** The gateway's end of DTLS-SRTP (RFC 5764) with one browser. The browser opens DTLS, the gateway answers. */
export class SecureEnd implements PacketReceiver {
  readonly #dtls: DtlsServer;
  readonly #transport: Transport;
  #fingerprint: RemoteFingerprint | undefined;
  #srtp: SrtpSession | undefined;
  #srtcp: SrtcpSession | undefined;
  #receiver: SrtpReceiver | undefined;
  readonly #order = new HandshakeOrder();
  #handshakePackets = 0;
  #errors = 0;
  #connected = false;
  #closed = false;

  constructor(readonly options: SecureEndOptions) {
    const { leg, certificate } = options;
    this.#fingerprint = options.fingerprint;
    this.#transport = {
      type: "gateway",
      address: { address: "0.0.0.0", port: 0, family: "IPv4" },
      closed: false,
      onData: () => {},
      send: async (packet) => {
        if (!this.#closed) leg.receive(packet);
      },
      close: async () => {},
    };
    this.#dtls = new DtlsServer({
      cert: certificate.certPem,
      key: certificate.keyPem,
      signatureHash: certificate.signatureHash,
      srtpProfiles: [PROFILE],
      extendedMasterSecret: true,
      certificateRequest: true,
      transport: this.#transport,
    });
    this.#dtls.onConnect.subscribe(() => {
      this.#connected = true;
      this.#open();
    });
    this.#dtls.onError.subscribe((error) => {
      this.#errors += 1;
      if (!this.#closed && this.#errors <= MAX_ERRORS_LOGGED)
        options.log(options.about, `DTLS: ${reason(error)}`);
    });
    leg.peer = this;
  }

  /** Whether packets can be sent. */
  get isOpen(): boolean {
    return this.#srtp !== undefined && !this.#closed;
  }

  /** The browser's SDP has come: from now on its certificate can be checked. */
  trust(fingerprint: RemoteFingerprint): void {
    this.#fingerprint = fingerprint;
    this.#open();
  }

  /** A packet from the browser (RFC 7983 tells DTLS and SRTP apart by the first byte). Never throws. */
  receive(packet: Buffer): void {
    if (this.#closed) return;
    const first = packet[0] ?? 0;
    try {
      if (first >= 20 && first <= 63) this.#receiveDtls(packet);
      else if (first >= 128 && first <= 191) this.#receiveMedia(packet);
    } catch {
      // Anybody who validated the address may send anything. What cannot be read is dropped, as on a bad line.
    }
  }

  /** Sends an RTP packet. Nothing is sent before the keys are there. */
  sendRtp({ header, payload }: RtpPacket): void {
    if (!this.isOpen || !this.#srtp) return;
    this.options.leg.receive(this.#srtp.encrypt(payload, header));
  }

  /** Sends a compound RTCP packet. */
  sendRtcp(packet: Buffer): void {
    if (!this.isOpen || !this.#srtcp) return;
    this.options.leg.receive(this.#srtcp.encrypt(packet));
  }

  /** Sends and takes nothing more. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { leg } = this.options;
    if (leg.peer === this) leg.peer = undefined;
    this.#transport.onData = () => {};
    this.#dtls.dtls.flight = PAST_ALL_FLIGHTS;
  }

  #receiveDtls(packet: Buffer): void {
    this.#handshakePackets += 1;
    if (this.#handshakePackets > MAX_HANDSHAKE_PACKETS) return;
    // A second handshake over the first one would take new keys from whoever sends it. Browsers make none.
    const records = this.#connected ? sealedRecords(packet) : this.#order.take(packet);
    for (const record of records) this.#transport.onData(record, NO_ADDRESS);
  }

  #receiveMedia(packet: Buffer): void {
    const { events } = this.options;
    // RFC 5761: the payload types 64 to 95, with the marker bit before them, are those of RTCP.
    const second = packet[1] ?? 0;
    const isRtcp = second >= 192 && second <= 223;
    const plain = isRtcp ? this.#receiver?.rtcp(packet) : this.#receiver?.rtp(packet);
    if (!plain) return;
    if (isRtcp) events.rtcp(plain);
    else events.rtp(plain);
  }

  /** Takes the keys of the handshake, if it has ended and was made with the browser of the SDP. */
  #open(): void {
    if (!this.#connected || this.#srtp || this.#closed || !this.#fingerprint) return;
    const { remoteCertificate } = this.#dtls;
    const { hash, value } = this.#fingerprint;
    const found = remoteCertificate && fingerprintOf(remoteCertificate, hash);
    if (!found || !isSame(found, value)) {
      this.#refuse("the certificate is not that of the browser's SDP");
      return;
    }
    if (!ownsCertificate(this.#dtls.dtls.sortedHandshakeCache, remoteCertificate)) {
      this.#refuse("the browser has not shown that the certificate is its own");
      return;
    }
    const { localKey, localSalt, remoteKey, remoteSalt } = this.#dtls.extractSessionKeys(
      keyLength(PROFILE),
      saltLength(PROFILE),
    );
    const keys = {
      localMasterKey: localKey,
      localMasterSalt: localSalt,
      remoteMasterKey: remoteKey,
      remoteMasterSalt: remoteSalt,
    };
    this.#srtp = new SrtpSession({ keys, profile: PROFILE });
    this.#srtcp = new SrtcpSession({ keys, profile: PROFILE });
    this.#receiver = new SrtpReceiver(this.#srtp, this.#srtcp);
    this.options.events.opened();
  }

  #refuse(why: string): void {
    this.options.log(this.options.about, `DTLS: ${why}`);
    this.close();
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

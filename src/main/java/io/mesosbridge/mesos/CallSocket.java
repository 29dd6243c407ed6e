package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mesosbridge.core.mesos.Call;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * One connection for calls: each is a request of HTTP/1.1 that is written at once, and its answer
 * is the next one that comes. Vert.x' client for HTTP would take 4,000 bytes more for each.
 */
final class CallSocket {

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final int CONTINUE = 100;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final NetSocketInternal socket;
  private final ChannelHandlerContext channel;
  private final Listener listener;
  private final HttpTransport.Text text = new HttpTransport.Text();
  private int status;
  private boolean keptAlive;
  private boolean over;

  /** Who sends the calls. */
  interface Listener {

    /** The oldest call that was not answered is. */
    void answered(int status, String text);

    /** No further answer comes, and nothing can be sent any more; told once, if not closed. */
    void ended(Throwable why);
  }

  /**
   * Takes the socket over.
   *
   * @param atOnce so many calls leave in one write, since that costs more than the call
   */
  CallSocket(NetSocket socket, int atOnce, Listener listener) {
    this.socket = (NetSocketInternal) socket;
    this.channel = this.socket.channelHandlerContext();
    this.listener = listener;
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addFirst(new FlushConsolidationHandler(atOnce, true));
    pipeline.addBefore(channel.name(), "answers", new HttpResponseDecoder());
    this.socket.messageHandler(this::read);
    this.socket.exceptionHandler(this::end);
    this.socket.closeHandler(closed -> end("the connection was closed"));
  }

  /** The request's first bytes, up to the length of its body. */
  static byte[] head(RequestOptions request) {
    boolean isUsual = request.getPort() == (request.isSsl() ? 443 : 80);
    StringBuilder head = new StringBuilder();
    head.append(request.getMethod()).append(' ').append(request.getURI()).append(" HTTP/1.1\r\n");
    head.append("host: ").append(request.getHost());
    head.append(isUsual ? "" : ":" + request.getPort()).append("\r\n");
    request
        .getHeaders()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("content-length: ").toString().getBytes(ISO_8859_1);
  }

  /**
   * Sends a call, after those before it.
   *
   * @param head of its request, see {@link #head}
   */
  void write(byte[] head, Call call) {
    byte[] body = call.body();
    byte[] length = Integer.toString(body.length).getBytes(US_ASCII);
    int all = head.length + length.length + END_OF_HEAD.length + body.length;
    ByteBuf request = channel.alloc().ioBuffer(all);
    request.writeBytes(head).writeBytes(length).writeBytes(END_OF_HEAD).writeBytes(body);
    socket.writeMessage(request).onFailure(this::end);
  }

  /** Ends silently. */
  void close() {
    over = true;
    socket.close();
  }

  private void read(Object message) {
    try {
      if (!over) {
        read((HttpObject) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      end(part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpResponse response) {
      status = response.status().code();
      keptAlive = HttpUtil.isKeepAlive(response);
    }
    if (part instanceof HttpContent content && content.content().isReadable()) {
      text.add(Buffer.buffer(ByteBufUtil.getBytes(content.content())));
    }
    if (part instanceof LastHttpContent) {
      answered();
    }
  }

  private void answered() {
    String said = text.take();
    if (status == SWITCHING_PROTOCOLS) {
      end("the answer was 101, and nobody asked for another protocol");
    } else if (status < CONTINUE || status >= 200) { // else the answer is still to come
      listener.answered(status, said);
      if (!keptAlive) {
        end("the master closes the connection");
      }
    }
  }

  private void end(String why) {
    end(new IllegalStateException(why));
  }

  private void end(Throwable why) {
    if (!over) {
      close();
      listener.ended(why);
    }
  }
}

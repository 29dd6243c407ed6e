package io.mesosbridge.mesos;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.impl.ContextInternal;

/**
 * Takes an endless answer's bytes where Netty has read them, in front of Vert.x' client, which
 * would copy each chunk for its handler. The client hears all the rest: the end, and what breaks.
 */
final class BodyTap extends ChannelInboundHandlerAdapter {

  private final ContextInternal context;
  private final Handler<ByteBuf> onBytes;

  private BodyTap(ContextInternal context, Handler<ByteBuf> onBytes) {
    this.context = context;
    this.onBytes = onBytes;
  }

  /**
   * Hands the bytes out on the context, which the connection belongs to.
   *
   * @param response of which only the head has come; nobody else handles its body
   * @param onBytes gets each chunk, whose bytes are others' once it returns
   */
  static void open(HttpClientResponse response, ContextInternal context, Handler<ByteBuf> onBytes) {
    HttpClientConnection connection = (HttpClientConnection) response.request().connection();
    ChannelHandlerContext client = connection.channelHandlerContext();
    client.pipeline().addBefore(client.name(), "body", new BodyTap(context, onBytes));
  }

  @Override
  public void channelRead(ChannelHandlerContext pipeline, Object message) {
    if (message instanceof HttpContent chunk) {
      context.dispatch(chunk.content(), onBytes);
    }
    if (message instanceof HttpContent chunk && !(message instanceof LastHttpContent)) {
      chunk.release();
    } else {
      pipeline.fireChannelRead(message);
    }
  }
}

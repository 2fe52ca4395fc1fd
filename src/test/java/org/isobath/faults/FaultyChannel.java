package org.isobath.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel whose writes and forces may fail. Forcing is noted, not done: it would be slow. */
final class FaultyChannel extends FileChannel {
  private final FileChannel real;
  private final Disaster disaster;
  private final Path path;
  private final boolean folder;

  FaultyChannel(FileChannel real, Disaster disaster, Path path, boolean folder) {
    this.real = real;
    this.disaster = disaster;
    this.path = path;
    this.folder = folder;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    disaster.look();
    return real.read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    disaster.look();
    return real.read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    disaster.look();
    return real.read(target, position);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return disaster.write(path, source, real::write);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return disaster.write(path, source, half -> real.write(half, position));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    disaster.force(path, folder);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    real.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return real.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    disaster.look();
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    disaster.look();
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}

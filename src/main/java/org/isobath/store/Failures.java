package org.isobath.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** From the exceptions of Hadoop's clients to those of {@code java.nio.file}, in words. */
final class Failures {
  private static final int DEEPEST = 20;
  private static final int LONGEST = 300;

  private Failures() {}

  /** The exception that a local file system would throw. */
  static IOException translated(Exception exception, Path path) {
    Exception e =
        exception instanceof RemoteException remote ? remote.unwrapRemoteException() : exception;
    if (e.getClass().equals(FileSystemException.class)) {
      return (IOException) e; // translated already
    }
    String file = path.toString();
    if (e.getClass().getSimpleName().equals("UnknownStoreException")) {
      return new FileSystemException(file, null, "no such bucket; create it, or name another");
    }
    if (e instanceof FileNotFoundException || e instanceof NoSuchFileException) {
      return new NoSuchFileException(file);
    }
    if (e instanceof FileAlreadyExistsException
        || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
      return new FileAlreadyExistsException(file);
    }
    if (e instanceof ParentNotDirectoryException) {
      return new NotDirectoryException(file);
    }
    if (e instanceof PathIsNotEmptyDirectoryException) {
      return new DirectoryNotEmptyException(file);
    }
    List<Throwable> causes = causes(e);
    for (Throwable cause : causes) {
      String reason = reason(cause, path);
      if (!reason.isEmpty()) {
        return caused(new FileSystemException(file, null, reason), e);
      }
    }
    if (e instanceof AccessDeniedException || e instanceof AccessControlException) {
      return caused(new AccessDeniedException(file), e);
    }
    return caused(new FileSystemException(file, null, firstLine(e)), e);
  }

  private static IOException caused(IOException failure, Exception cause) {
    failure.initCause(cause);
    return failure;
  }

  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e;
        cause != null && causes.size() < DEEPEST && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** What is wrong and what to do, or nothing if this cause does not tell. */
  private static String reason(Throwable cause, Path path) {
    String name = cause.getClass().getSimpleName();
    String message = String.valueOf(cause.getMessage());
    String scheme = String.valueOf(path.toUri().getScheme());
    if (cause instanceof UnsupportedFileSystemException) {
      return "unknown scheme "
          + scheme
          + "; allowed: hdfs, s3a, or one whose jar is on the class path (ISOBATH_CLASSPATH)";
    }
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      return "the jars for "
          + scheme
          + " are not on the class path; add them (ISOBATH_CLASSPATH, or --packages of"
          + " spark-submit)";
    }
    if (name.equals("NoAuthWithAWSException")
        || name.equals("NoAwsCredentialsException")
        || message.contains("No AWS Credentials")
        || message.contains("Unable to load credentials")) {
      return "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
          + " fs.s3a.access.key and fs.s3a.secret.key in core-site.xml, or"
          + " fs.s3a.aws.credentials.provider";
    }
    if (message.contains("Status Code: 403") || message.contains("Status Code: 401")) {
      return "permission denied by the store (wrong credentials, or a policy)";
    }
    if (cause instanceof UnknownHostException) {
      return "unknown host " + (message.matches("[\\w.-]+") ? message : path.toUri().getHost());
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return "nobody answers there: is the address right, is the store running?";
    }
    if (cause instanceof SocketTimeoutException || name.equals("ApiCallTimeoutException")) {
      return "no answer in time: is the address right, is the store running?";
    }
    return "";
  }

  private static String firstLine(Throwable e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String text = line.isBlank() ? e.getClass().getSimpleName() : line;
    return text.substring(0, Math.min(text.length(), LONGEST));
  }
}

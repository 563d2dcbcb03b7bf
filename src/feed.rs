//! Meeting feeds.

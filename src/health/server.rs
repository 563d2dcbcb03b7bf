//! `/healthz` and `/metrics`, for programs on this machine.

use super::Health;
use crate::engine::ctx::Ctx;
use crate::metric::{ALL, BUCKETS, Measure};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[derive(Clone)]
struct Served {
    ctx: Ctx,
    health: Health,
    metrics: PrometheusHandle,
}

/// Answers until `stop`.
pub async fn serve(
    listener: TcpListener,
    ctx: Ctx,
    health: Health,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let served = Served { ctx, health, metrics: recorder()? };
    let pages = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(Arc::new(served));
    axum::serve(listener, pages).with_graceful_shutdown(stop.cancelled_owned()).await?;
    Ok(())
}

async fn healthz(State(served): State<Arc<Served>>) -> impl IntoResponse {
    let report = served.health.report(&served.ctx).await;
    let status = if report.healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::to_string(&report).unwrap_or_default();
    (
        status,
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")],
        body,
    )
}

async fn metrics(State(served): State<Arc<Served>>) -> impl IntoResponse {
    // Levels are read when they are asked for.
    served.health.report(&served.ctx).await;
    served.metrics.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], served.metrics.render())
}

/// What takes the counts: one for the process, made when somebody first listens.
fn recorder() -> anyhow::Result<PrometheusHandle> {
    static MADE: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*made {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new().set_buckets(BUCKETS)?.install_recorder()?;
    for (name, measure, says) in ALL {
        match measure {
            Measure::Count => describe_counter!(*name, *says),
            Measure::Level => describe_gauge!(*name, *says),
            Measure::Durations => describe_histogram!(*name, *says),
        }
    }
    *made = Some(handle.clone());
    Ok(handle)
}

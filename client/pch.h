// What every command includes and what takes long to read; compiled once.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>

#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

"""What crosses between the trusted process and a worker: messages, values, the channel, captured output."""

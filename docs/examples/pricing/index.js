const { Readable } = require("stream");

async function* price(orders, tax) {
    for await (const order of orders) {
        const total = order.quantity * order.price * (1 + tax);

        if (Number.isNaN(total)) {
            console.error(`order ${order.id} has no price`);
            throw new Error("no price");
        }
        yield JSON.stringify({ ...order, total: Math.round(total * 100) / 100 }) + "\n";
    }
}

module.exports = function(orders) {
    return Readable.from(price(orders, this.config.tax));
};

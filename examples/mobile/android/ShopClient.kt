package com.example.shop

import com.apollographql.apollo.ApolloClient
import com.apollographql.apollo.network.http.HttpNetworkTransport

/** Live updates come over HTTP: without a transport of its own, a subscription would open a WebSocket. */
fun shopClient(url: String): ApolloClient =
    ApolloClient.Builder()
        .serverUrl(url)
        .subscriptionNetworkTransport(HttpNetworkTransport.Builder().serverUrl(url).build())
        .build()
